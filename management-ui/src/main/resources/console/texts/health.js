import { count, percent } from '../lib/format.js';

/** A word for each state of a queue, and what is said of it. */
export const h = {
  paused: ['paused', () => 'hands out nothing until it is resumed'],
  no_consumers: ['no consumers', queue => (queue.messages_ready === 1 ? 'holds a message, and nobody takes it' : `holds ${count(queue.messages_ready)} messages, and nobody takes them`)],
  at_limit: ['at limit', queue => `is ${percent(queue.health?.fullness)} full`],
  unacked_high: ['unacked high', queue => `all its consumers wait with ${count(queue.messages_unacknowledged)} unacknowledged messages`],
  stalled: ['stalled', () => 'has messages and consumers, and has delivered nothing for half a minute'],
  growing: ['growing', queue => (queue.health?.rise > 0 ? `has ${count(queue.health.rise)} messages more than a minute ago` : 'has more and more messages')],
  flow: ['flow', () => 'keeps its publishers waiting'],
  idle: ['idle', () => 'has nothing to do'],
  ok: ['ok', () => 'is well'],
};
