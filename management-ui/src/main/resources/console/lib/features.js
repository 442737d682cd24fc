import { html } from 'lit';

// What is special about a queue or an exchange, in letters, with the value behind each.

const OF_ARGUMENTS = [
  ['x-message-ttl', 'TTL'], ['x-expires', 'Exp'], ['x-max-length', 'Len'], ['x-max-length-bytes', 'Bytes'], ['x-overflow', 'Ovfl'], ['x-dead-letter-exchange', 'DLX'],
  ['x-dead-letter-routing-key', 'DLK'], ['x-max-priority', 'Pri'], ['x-single-active-consumer', 'SAC'], ['x-queue-mode', 'Lazy'], ['x-delivery-limit', 'Limit'],
  ['x-consumer-timeout', 'Timeout'], ['alternate-exchange', 'AE'], ['x-delayed-type', 'Delayed'],
];

/** @returns {{text: string, title: string}[]} */
export function features(thing) {
  const found = [];
  if (thing.durable) found.push({ text: 'D', title: 'durable' });
  if (thing.auto_delete) found.push({ text: 'AD', title: 'deleted when nobody uses it any more' });
  if (thing.exclusive) found.push({ text: 'Excl', title: 'of one connection' });
  if (thing.internal) found.push({ text: 'I', title: 'internal: clients cannot publish to it' });
  for (const [argument, text] of OF_ARGUMENTS) {
    const value = thing.arguments?.[argument];
    if (value !== undefined) found.push({ text, title: `${argument}: ${value}` });
  }
  const known = new Set([...OF_ARGUMENTS.map(([argument]) => argument), 'x-queue-type']);
  const others = Object.keys(thing.arguments ?? {}).filter(argument => !known.has(argument));
  if (others.length > 0) found.push({ text: 'Args', title: others.map(argument => `${argument}: ${JSON.stringify(thing.arguments[argument])}`).join('\n') });
  return found;
}

export const featureTags = thing => features(thing).map(each => html`<span class="tag" title=${each.title}>${each.text}</span>`);
