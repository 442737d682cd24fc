import { html, nothing } from 'lit';
import { argument } from './arguments.js';
import { t } from './texts.js';

// What is special about a queue or an exchange, in letters, with the value behind each.

const OF_ARGUMENTS = [
  ['x-message-ttl', 'TTL'], ['x-expires', 'Exp'], ['x-max-length', 'Len'], ['x-max-length-bytes', 'Bytes'], ['x-overflow', 'Ovfl'], ['x-dead-letter-exchange', 'DLX'],
  ['x-dead-letter-routing-key', 'DLK'], ['x-max-priority', 'Pri'], ['x-single-active-consumer', 'SAC'], ['x-queue-mode', 'Lazy'], ['x-delivery-limit', 'Limit'],
  ['x-consumer-timeout', 'Timeout'], ['alternate-exchange', 'AE'], ['x-delayed-type', 'Delayed'],
];
const OF_EXCHANGES = ['alternate-exchange', 'x-delayed-type'];

/** @returns {{text: string, title: string}[]} */
export function features(thing) {
  const found = [];
  if (thing.durable) found.push({ text: 'D', title: t.features.D });
  if (thing.auto_delete) found.push({ text: 'AD', title: t.features.AD });
  if (thing.exclusive) found.push({ text: 'Excl', title: t.features.Excl });
  if (thing.internal) found.push({ text: 'I', title: t.features.I });
  for (const [name, text] of OF_ARGUMENTS) {
    const value = thing.arguments?.[name];
    if (value !== undefined) found.push({ text, title: `${name}: ${value}` });
  }
  const known = new Set([...OF_ARGUMENTS.map(([name]) => name), 'x-queue-type']);
  const others = Object.keys(thing.arguments ?? {}).filter(name => !known.has(name));
  if (others.length > 0) found.push({ text: 'Args', title: others.map(name => `${name}: ${JSON.stringify(thing.arguments[name])}`).join('\n') });
  return found;
}

const tag = ({ text, title }) => html`<span class="tag" title=${title}>${text}</span>`;

export const featureTags = thing => features(thing).map(tag);

/** The same, to be opened for what they stand for: by the keyboard, too, and where nothing can be pointed at. */
export function featureMenu(thing) {
  const found = features(thing);
  if (found.length === 0) return nothing;
  return html`<details class="menu features"><summary title=${t.features.hint} aria-label=${`${t.features.title}: ${found.map(each => each.text).join(', ')}`}>${found.map(tag)}</summary>
    <dl class="menu-body facts">${found.map(({ text, title }) => html`<dt><span class="tag">${text}</span></dt><dd>${title}</dd>`)}</dl></details>`;
}

/** @returns {{text: string, title: string}[]} what the letters in a list of queues, or of exchanges, stand for */
export function legend(ofExchanges) {
  const letters = ofExchanges ? ['D', 'AD', 'I'] : ['D', 'AD', 'Excl'];
  return [...letters.map(text => ({ text, title: t.features[text] })),
    ...OF_ARGUMENTS.filter(([name]) => OF_EXCHANGES.includes(name) === ofExchanges).map(([name, text]) => ({ text, title: [name, argument(name)?.help].filter(Boolean).join(': ') })),
    { text: 'Args', title: t.features.Args }];
}
