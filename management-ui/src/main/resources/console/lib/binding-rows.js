import { html } from 'lit';
import { path } from './api.js';
import { go, link } from './router.js';
import { text, vhost } from './columns.js';
import { unbind } from './doing.js';
import { b } from '../texts/bindings.js';

// Bindings, in the list of all and on the pages of exchanges and queues.

export const exchangeLink = (vhost, name) => html`<a class="mono" href=${link('exchange', [vhost, name || 'amq.default'])}>${name || b.standard}</a>`;
const destination = row => (row.destination_type === 'queue' ? html`<a class="mono" href=${link('queue', [row.vhost, row.destination])}>${row.destination}</a>`
  : exchangeLink(row.vhost, row.destination));

export const where = row => `${path('bindings', row.vhost, 'e', row.source || 'amq.default', row.destination_type === 'queue' ? 'q' : 'e', row.destination)}/${encodeURIComponent(row.properties_key)}`;

/** A key that a pattern of a topic lets through. */
const exampleOf = key => key.replaceAll('*', 'word').replace(/(^|\.)#(?=\.|$)/g, '').replace(/^\./, '');

export const COLUMNS = {
  source: text('source', b.source, { always: true, cell: row => exchangeLink(row.vhost, row.source) }),
  destination: text('destination', b.destination, { broad: true, cell: destination }),
  kind: text('destination_type', b.kind, { cell: row => b[row.destination_type] }),
  key: text('routing_key', b.key, { broad: true, cell: row => html`<code>${row.routing_key}</code>` }),
  arguments: { id: 'arguments', title: b.arguments, sort: false, broad: true, cell: row => (Object.keys(row.arguments ?? {}).length > 0 ? html`<code>${JSON.stringify(row.arguments)}</code>` : '') },
  vhost: vhost(b.vhost),
};

/** @param {Partial<import('./list.js').Definition>} more */
export const bindingList = more => ({
  id: 'bindings',
  title: b.title,
  columns: Object.values(COLUMNS),
  card: ['source', 'destination', 'routing_key', 'arguments', 'vhost'],
  fields: ['source', 'destination', 'destination_type', 'vhost', 'routing_key', 'properties_key', 'arguments'],
  key: row => [row.vhost, row.source, row.destination_type, row.destination, row.properties_key].join('\u0000'),
  nameOf: row => `${row.source} → ${row.destination}`,
  actions: [{ text: b.explain, icon: 'search', single: true, run: ([row]) => go('explain', [], { in: row.vhost, ex: row.source || 'amq.default', key: exampleOf(row.routing_key), to: row.destination }) },
    { text: b.remove, icon: 'trash', danger: true, when: rows => rows.every(row => row.source !== ''), run: unbind }],
  ...more,
});
