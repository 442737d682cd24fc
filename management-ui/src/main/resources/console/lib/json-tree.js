import { html } from 'lit';
import { m } from '../texts/messages.js';

const MOST = 200;
const OPEN_DEPTH = 2;

const isTree = value => value !== null && typeof value === 'object';

/** Objects and lists fold; what is long is shown in part. */
export function jsonTree(value, depth = 0) {
  if (!isTree(value)) return html`<span class="json-${value === null ? 'null' : typeof value}">${JSON.stringify(value)}</span>`;
  const entries = Object.entries(value);
  const list = Array.isArray(value);
  if (entries.length === 0) return html`<span>${list ? '[]' : '{}'}</span>`;
  return html`<details class="json" ?open=${depth < OPEN_DEPTH}><summary>${list ? m.items(entries.length) : m.fields(entries.length)}</summary>
    <ul>${entries.slice(0, MOST).map(([key, each]) => html`<li><span class="json-key">${key}</span> ${jsonTree(each, depth + 1)}</li>`)}
      ${entries.length > MOST ? html`<li class="muted">${m.left(entries.length - MOST)}</li>` : ''}</ul></details>`;
}
