import { html } from 'lit';
import { path, remove } from './api.js';
import { link } from './router.js';
import { text, vhost } from './columns.js';
import { confirmAction } from './dialog.js';
import { runAll } from './bulk.js';
import { toast } from './toast.js';
import { b } from '../texts/bindings.js';

// Bindings, in the list of all and on the pages of exchanges and queues.

export const exchangeLink = (vhost, name) => html`<a class="mono" href=${link('exchange', [vhost, name || 'amq.default'])}>${name || b.standard}</a>`;
const destination = row => (row.destination_type === 'queue' ? html`<a class="mono" href=${link('queue', [row.vhost, row.destination])}>${row.destination}</a>`
  : exchangeLink(row.vhost, row.destination));

export const where = row => `${path('bindings', row.vhost, 'e', row.source || 'amq.default', row.destination_type === 'queue' ? 'q' : 'e', row.destination)}/${encodeURIComponent(row.properties_key)}`;

export async function unbind(rows) {
  const agreed = await confirmAction({
    title: b.removeTitle(rows.length), consequence: b.removeText(rows.length), verb: b.removeTitle(rows.length),
    typed: rows.length > 1 ? String(rows.length) : undefined, run: () => (rows.length === 1 ? remove(where(rows[0])) : Promise.resolve()),
  });
  if (!agreed) return false;
  if (rows.length > 1) await runAll(b.removeTitle(rows.length), rows, row => `${row.source} → ${row.destination}`, row => remove(where(row)));
  toast(b.removed(rows.length));
  return true;
}

export const COLUMNS = {
  source: text('source', b.source, { always: true, cell: row => exchangeLink(row.vhost, row.source) }),
  destination: text('destination', b.destination, { cell: destination }),
  kind: text('destination_type', b.kind, { cell: row => b[row.destination_type] }),
  key: text('routing_key', b.key, { cell: row => html`<code>${row.routing_key}</code>` }),
  arguments: { id: 'arguments', title: b.arguments, sort: false, cell: row => (Object.keys(row.arguments ?? {}).length > 0 ? html`<code>${JSON.stringify(row.arguments)}</code>` : '') },
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
  actions: [{ text: b.remove, icon: 'trash', danger: true, run: unbind }],
  ...more,
});
