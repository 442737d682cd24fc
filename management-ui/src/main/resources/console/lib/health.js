import { at, count } from './format.js';

// What is the matter with a queue, in one word. The first rule that holds is it; never a colour alone.

const ready = queue => queue.messages_ready ?? 0;
const rateOf = (queue, name) => at(queue, `message_stats.${name}_details.rate`) ?? 0;

/** The most messages that a queue may hold, null for any number. */
export function limit(queue) {
  const all = [queue.arguments?.['x-max-length'], queue.effective_policy_definition?.['max-length']].filter(n => typeof n === 'number');
  return all.length > 0 ? Math.min(...all) : null;
}

/** Share of its length limit that a queue has used, null when it has none. */
export function fullness(queue) {
  const most = limit(queue);
  return most ? ready(queue) / most : null;
}

const RULES = [
  { id: 'down', severity: 'bad', word: 'down', when: queue => ['down', 'stopped', 'crashed'].includes(queue.state), why: queue => `is ${queue.state}` },
  { id: 'paused', severity: 'warn', word: 'paused', when: queue => queue.state === 'paused', why: () => 'delivers nothing until it is resumed' },
  { id: 'no-consumers', severity: 'bad', word: 'no consumers', when: queue => ready(queue) > 0 && queue.consumers === 0,
    why: queue => `holds ${ready(queue) === 1 ? 'a message' : `${count(ready(queue))} messages`}, and nobody takes ${ready(queue) === 1 ? 'it' : 'them'}` },
  { id: 'at-limit', severity: 'bad', word: 'at limit', when: queue => (fullness(queue) ?? 0) >= 0.95, why: queue => `is ${Math.round(fullness(queue) * 100)} % full` },
  { id: 'stalled', severity: 'bad', word: 'stalled',
    when: queue => ready(queue) > 0 && queue.consumers > 0 && rateOf(queue, 'deliver_get') === 0 && (queue.messages_unacknowledged ?? 0) === 0,
    why: () => 'has messages and consumers, but delivers nothing' },
  { id: 'unacked-high', severity: 'warn', word: 'unacked high',
    when: queue => queue.consumers > 0 && (queue.messages_unacknowledged ?? 0) > 0 && ready(queue) > 0 && queue.consumer_capacity === 0,
    why: queue => `all consumers wait with ${count(queue.messages_unacknowledged)} unacknowledged messages` },
  { id: 'growing', severity: 'warn', word: 'growing',
    when: queue => (at(queue, 'messages_ready_details.rate') ?? 0) > 0.5 && rateOf(queue, 'publish') > rateOf(queue, 'ack') + rateOf(queue, 'deliver_no_ack') + rateOf(queue, 'get_no_ack'),
    why: queue => `grows by ${count(Math.max(1, at(queue, 'messages_ready_details.rate')))} messages per second` },
  { id: 'flow', severity: 'info', word: 'flow', when: queue => queue.state === 'flow', why: () => 'is holding its publishers back' },
  { id: 'idle', severity: 'dim', word: 'idle', when: queue => (queue.messages ?? ready(queue)) === 0 && rateOf(queue, 'publish') === 0 && rateOf(queue, 'deliver_get') === 0, why: () => 'has nothing to do' },
];

const WELL = { id: 'ok', severity: 'ok', word: 'ok', why: () => 'is well' };

/** Fields of the API that the rules look at. */
export const FIELDS = ['state', 'consumers', 'consumer_capacity', 'messages_ready', 'messages_unacknowledged', 'messages_ready_details', 'arguments',
  'effective_policy_definition', 'message_stats'];

/** @returns {{id: string, severity: 'ok'|'warn'|'bad'|'info'|'dim', word: string, why: string}} */
export function health(queue) {
  const rule = RULES.find(each => each.when(queue)) ?? WELL;
  return { id: rule.id, severity: rule.severity, word: rule.word, why: rule.why(queue) };
}

/** For ordering: the worst first. */
export const rank = state => ['bad', 'warn', 'info', 'ok', 'dim'].indexOf(state.severity);
