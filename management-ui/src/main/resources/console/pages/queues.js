import { html } from 'lit';
import { Part } from '../lib/part.js';
import { path } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { at, percent } from '../lib/format.js';
import { bytesCell, countCell, rateCell, stateTag } from '../lib/cells.js';
import { featureTags } from '../lib/features.js';
import { FIELDS as HEALTH, health } from '../lib/health.js';
import { sparkline } from '../lib/sparkline.js';
import { deleteQueues, purgeQueues } from '../lib/queue-actions.js';
import { q } from '../texts/queues.js';
import '../lib/list.js';

const rateColumn = (id, title, name, more = {}) => ({
  id, title, numeric: true, fields: [`message_stats.${name}_details.rate`], sort: `message_stats.${name}_details.rate`,
  cell: row => rateCell(at(row, `message_stats.${name}_details.rate`) ?? (row.message_stats ? 0 : undefined)), ...more,
});
const countColumn = (id, title, more = {}) => ({ id, title, numeric: true, cell: row => countCell(row[id]), ...more });

const COLUMNS = [
  { id: 'name', title: q.name, always: true, cell: row => row.name },
  { id: 'vhost', title: q.vhost, cell: row => row.vhost },
  { id: 'health', title: q.health, fields: HEALTH, sort: false, cell: row => stateTag(health(row)) },
  { id: 'type', title: q.type, cell: row => row.type },
  { id: 'features', title: q.features, fields: ['durable', 'auto_delete', 'exclusive', 'arguments'], sort: false, cell: featureTags },
  { id: 'policy', title: q.policy, cell: row => row.policy ?? '' },
  countColumn('messages_ready', q.ready),
  countColumn('messages_unacknowledged', q.unacked),
  countColumn('messages', q.total),
  rateColumn('in', q.in, 'publish'),
  rateColumn('deliver', q.deliver, 'deliver_get', { help: q.help.deliver }),
  rateColumn('ack', q.ack, 'ack'),
  countColumn('consumers', q.consumers),
  { id: 'consumer_capacity', title: q.capacity, help: q.help.capacity, numeric: true, show: false, cell: row => (row.consumers > 0 ? percent(row.consumer_capacity) : '–') },
  rateColumn('redelivered', q.redelivered, 'redeliver', { show: false }),
  { id: 'message_bytes', title: q.bytes, numeric: true, show: false, cell: row => bytesCell(row.message_bytes) },
  { id: 'memory', title: q.memory, numeric: true, show: false, cell: row => bytesCell(row.memory) },
  { id: 'state', title: q.state, show: false, cell: row => row.state },
  { id: 'trend', title: q.trend, help: q.help.trend, fields: ['messages_details.samples'], sort: false, cell: row => sparkline(row.messages_details?.samples, q.trendLabel(row.name)) },
];

const DEFINITION = {
  id: 'queues',
  title: q.title,
  columns: COLUMNS,
  sort: 'name',
  fields: ['name', 'vhost', 'durable', 'auto_delete', 'arguments', 'messages', 'messages_ready', 'consumers'],
  path: host => (host ? path('queues', host) : 'queues'),
  query: state => (state.columns.some(column => column.id === 'trend') ? { lengths_age: 60, lengths_incr: 5 } : {}),
  key: row => `${row.vhost}\u0000${row.name}`,
  nameOf: row => row.name,
  href: row => link('queue', [row.vhost, row.name], { vh: virtualHost() }),
  actions: [
    { text: q.purge, icon: 'purge', danger: true, run: purgeQueues },
    { text: q.remove, icon: 'trash', danger: true, run: deleteQueues },
  ],
};

class Queues extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-queues', Queues);
