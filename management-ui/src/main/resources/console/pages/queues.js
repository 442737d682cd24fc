import { html } from 'lit';
import { Part, stateTag } from '../lib/part.js';
import { has, path } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { percent } from '../lib/format.js';
import { ifWide, number, perSecond, size, text, unlessNarrow, vhost } from '../lib/columns.js';
import { ageOf } from '../lib/cells.js';
import { featureTags, legend } from '../lib/features.js';
import { WORDS_OF, health } from '../lib/health.js';
import { sparkline } from '../lib/sparkline.js';
import { applyPolicy, declareQueue, deleteQueues, publishForm, purgeQueues } from '../lib/doing.js';
import { q } from '../texts/queues.js';
import '../lib/list.js';

/** Names of virtual hosts take some of the room. */
const ifRoomy = () => (virtualHost() ? unlessNarrow() : ifWide());

const COLUMNS = [
  text('name', q.name, { always: true }),
  vhost(q.vhost),
  { id: 'health', title: q.health, fields: WORDS_OF, sort: 'health.severity', descending: true, cell: row => stateTag(health(row)) },
  text('type', q.type, { room: ifRoomy }),
  { id: 'features', title: q.features, room: unlessNarrow, fields: ['durable', 'auto_delete', 'exclusive', 'arguments'], sort: false, cell: featureTags },
  text('policy', q.policy, { room: ifRoomy, cell: row => (row.policy ? html`<span class="clip" title=${row.policy}>${row.policy}</span>` : '') }),
  number('messages_ready', q.ready),
  number('messages_unacknowledged', q.unacked),
  number('messages', q.total),
  perSecond('in', q.in, 'publish'),
  perSecond('deliver', q.deliver, 'deliver_get', { help: q.help.deliver }),
  perSecond('ack', q.ack, 'ack'),
  number('consumers', q.consumers),
  { id: 'consumer_capacity', title: q.capacity, help: q.help.capacity, numeric: true, show: false, cell: row => (row.consumers > 0 ? percent(row.consumer_capacity) : '–') },
  perSecond('redelivered', q.redelivered, 'redeliver', { show: false }),
  { id: 'oldest', title: q.age, help: q.help.age, numeric: true, show: false, fields: ['head_message_since', 'head_message_older'], sort: 'head_message_since', csv: ['head_message_since'], cell: ageOf },
  size('message_bytes', q.bytes, { show: false }),
  size('memory', q.memory, { show: false }),
  text('state', q.state, { show: false }),
  { id: 'trend', title: q.trend, help: q.help.trend, room: unlessNarrow, fields: ['messages_details.samples'], sort: false, cell: row => sparkline(row.messages_details?.samples, q.trendLabel(row.name)) },
];

const DEFINITION = {
  id: 'queues',
  title: q.title,
  columns: COLUMNS,
  legend: { column: 'features', of: () => legend(false) },
  sort: 'name',
  card: ['vhost', 'health', 'messages_ready', 'messages_unacknowledged', 'in', 'trend'],
  fields: ['name', 'vhost', 'durable', 'auto_delete', 'arguments', 'messages', 'messages_ready', 'consumers'],
  path: host => (host ? path('queues', host) : 'queues'),
  query: state => (state.columns.some(column => column.id === 'trend') ? { lengths_age: 60, lengths_incr: 5 } : {}),
  key: row => `${row.vhost}\u0000${row.name}`,
  nameOf: row => row.name,
  href: row => link('queue', [row.vhost, row.name], { vh: virtualHost() }),
  create: { text: q.create, run: () => declareQueue() },
  chips: ['needs_attention', 'no_consumers', 'growing', 'backlog', 'idle', 'dead_letter_targets', 'exclusive'].map(id => ({ id, text: q.chips[id], help: q.chipHelp[id] })),
  actions: [
    { text: q.purge, icon: 'purge', danger: true, run: purgeQueues },
    { text: q.publish, icon: 'send', single: true, run: ([row]) => publishForm({ vhost: row.vhost, exchange: '', key: row.name }) },
    { text: q.applyPolicy, icon: 'policy', when: rows => has('policymaker') && new Set(rows.map(row => row.vhost)).size === 1, run: applyPolicy },
    { text: q.remove, icon: 'trash', danger: true, run: deleteQueues },
  ],
};

class Queues extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-queues', Queues);
