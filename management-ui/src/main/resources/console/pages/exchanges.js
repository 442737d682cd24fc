import { html } from 'lit';
import { Part } from '../lib/part.js';
import { path, remove } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { perSecond, text, vhost } from '../lib/columns.js';
import { featureTags } from '../lib/features.js';
import { confirmAction } from '../lib/dialog.js';
import { runAll } from '../lib/bulk.js';
import { declareExchange } from '../lib/declare.js';
import { toast } from '../lib/toast.js';
import { x } from '../texts/exchanges.js';
import '../lib/list.js';

const where = exchange => path('exchanges', exchange.vhost, exchange.name);

export async function deleteExchanges(exchanges) {
  const one = exchanges.length === 1;
  let query = {};
  const agreed = await confirmAction({
    title: x.deleteTitle(exchanges.length), consequence: x.deleteText(one ? exchanges[0].name : x.some(exchanges.length)), verb: x.deleteTitle(exchanges.length),
    typed: one ? exchanges[0].name : String(exchanges.length), options: [{ name: 'if-unused', label: x.ifUnused, on: true }],
    run: async chosen => {
      query = { 'if-unused': chosen['if-unused'] ? 'true' : undefined };
      if (one) await remove(where(exchanges[0]), query);
    },
  });
  if (!agreed) return false;
  if (!one) await runAll(x.deleteTitle(exchanges.length), exchanges, each => each.name, each => remove(where(each), query));
  toast(x.deleted(exchanges.length));
  return true;
}

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
  ],
  sort: 'name',
  card: ['vhost', 'type', 'in', 'out'],
  fields: ['name', 'vhost'],
  path: host => (host ? path('exchanges', host) : 'exchanges'),
  key: row => `${row.vhost}\u0000${row.name}`,
  nameOf: row => row.name || x.standard,
  href: row => link('exchange', [row.vhost, row.name || 'amq.default'], { vh: virtualHost() }),
  create: { text: x.create, run: () => declareExchange() },
  actions: [{ text: x.remove, icon: 'trash', danger: true, run: deleteExchanges }],
};

class Exchanges extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-exchanges', Exchanges);
