import { html } from 'lit';
import { Part } from '../lib/part.js';
import { path } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { number, perSecond, text, vhost } from '../lib/columns.js';
import { featureTags, legend } from '../lib/features.js';
import { declareExchange, deleteExchanges, publishForm } from '../lib/doing.js';
import { x } from '../texts/exchanges.js';
import '../lib/list.js';

const DEFINITION = {
  id: 'exchanges',
  title: x.title,
  columns: [
    text('name', x.name, { always: true, cell: row => row.name || x.standard }),
    vhost(x.vhost),
    text('type', x.type),
    { id: 'features', title: x.features, fields: ['durable', 'auto_delete', 'internal', 'arguments'], sort: false, cell: featureTags },
    text('policy', x.policy),
    perSecond('in', x.in, 'publish_in'),
    perSecond('out', x.out, 'publish_out'),
    perSecond('lost', x.unroutable, 'drop_unroutable', { show: false }),
    number('bindings', x.bindings),
  ],
  legend: { column: 'features', of: () => legend(true) },
  sort: 'name',
  card: ['vhost', 'type', 'in', 'out'],
  fields: ['name', 'vhost', 'type', 'durable', 'auto_delete', 'internal', 'arguments', 'bindings'],
  path: host => (host ? path('exchanges', host) : 'exchanges'),
  key: row => `${row.vhost}\u0000${row.name}`,
  nameOf: row => row.name || x.standard,
  href: row => link('exchange', [row.vhost, row.name || 'amq.default'], { vh: virtualHost() }),
  create: { text: x.create, run: () => declareExchange() },
  chips: [{ id: 'declared', text: x.chips.declared, help: x.chipHelp.declared, on: true }, { id: 'unused', text: x.chips.unused, help: x.chipHelp.unused }, { id: 'unroutable', text: x.chips.unroutable, help: x.chipHelp.unroutable }],
  actions: [{ text: x.publish, icon: 'send', single: true, when: ([row]) => !row.internal, run: ([row]) => publishForm({ vhost: row.vhost, exchange: row.name }) },
    { text: x.remove, icon: 'trash', danger: true, when: rows => rows.every(row => row.name !== '' && !row.name.startsWith('amq.')), run: deleteExchanges }],
};

class Exchanges extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-exchanges', Exchanges);
