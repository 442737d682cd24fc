import { html } from 'lit';
import { link } from './router.js';

const NAMED = /\b(queue|exchange) '([^']+)' in vhost '([^']+)'|\bconnection (\S+ -> \S+:\d+)/g;

/** What the log says, with the things that it names as links to their pages. */
export function linked(text) {
  const parts = [];
  let last = 0;
  for (const found of text.matchAll(NAMED)) {
    const [all, kind, name, vhost, connection] = found;
    const shown = connection ?? name;
    const start = found.index + all.indexOf(shown, connection ? 'connection'.length : kind.length);
    parts.push(text.slice(last, start), html`<a href=${connection ? link('connection', [connection]) : link(kind, [vhost, name])}>${shown}</a>`);
    last = start + shown.length;
  }
  return [...parts, text.slice(last)];
}
