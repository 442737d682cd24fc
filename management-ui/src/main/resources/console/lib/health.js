import { h } from './texts.js';

// What is the matter with a queue, in one word; never a colour alone. The rules are the broker's.

const SEVERITIES = { paused: 'warn', dead_letters: 'warn', no_consumers: 'bad', at_limit: 'bad', unacked_high: 'warn', stalled: 'bad', growing: 'warn', flow: 'info', idle: 'dim', ok: 'ok' };

/** Fields of the API that the words come from. */
export const WORDS_OF = ['health', 'messages_ready', 'messages_unacknowledged'];

/** Of a node in the graph, which is told without its health. */
function atFirstSight(queue) {
  if (queue.paused || queue.state === 'paused') return 'paused';
  const ready = queue.messages_ready ?? 0;
  if (ready > 0) return queue.consumers > 0 ? 'ok' : queue.dead_letters ? 'dead_letters' : 'no_consumers';
  return queue.messages_unacknowledged > 0 || queue.publish_rate > 0 || queue.deliver_get_rate > 0 ? 'ok' : 'idle';
}

/** @returns {{id: string, severity: 'ok'|'warn'|'bad'|'info'|'dim', word: string, why: string}} */
export function health(queue) {
  const id = queue.health?.state ?? atFirstSight(queue);
  const [word, why] = h[id] ?? [id, () => ''];
  return { id, severity: SEVERITIES[id] ?? 'dim', word, why: why(queue) };
}

/** The most messages that a queue may hold, null for any number. */
export function limit(queue) {
  const all = [queue.arguments?.['x-max-length'], queue.effective_policy_definition?.['max-length']].filter(n => typeof n === 'number');
  return all.length > 0 ? Math.min(...all) : null;
}

const DAY = 86_400_000;

/** Of what is valid until then: a month before, somebody should know of it; a week before, see to it. @returns {'bad'|'warn'|undefined} */
export function expiry(until, now = Date.now()) {
  if (!until || until > now + 30 * DAY) return undefined;
  return until > now + 7 * DAY ? 'warn' : 'bad';
}

/** For ordering: the worst first. */
export const rank = state => ['bad', 'warn', 'info', 'ok', 'dim'].indexOf(state.severity);
