import { html } from 'lit';
import { Part, stateTag } from '../lib/part.js';
import { path } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { number, text, unlessNarrow } from '../lib/columns.js';
import { c } from '../texts/clients.js';
import '../lib/list.js';

export const consumerState = row => stateTag(row.active ? { severity: 'ok', word: row.activity_status ?? c.active, why: '' } : { severity: 'dim', word: row.activity_status ?? c.no, why: '' });

/** What the status says as well, or hardly ever anything. */
const ifRoomy = () => 1700;

const DEFINITION = {
  id: 'consumers',
  title: c.consumers,
  columns: [
    text('consumer_tag', c.tag, { always: true }),
    text('queue.name', c.queue, { broad: true, fields: ['queue'], cell: row => html`<a class="mono clip" title=${row.queue.name} href=${link('queue', [row.queue.vhost, row.queue.name])}>${row.queue.name}</a>` }),
    text('queue.vhost', c.vhost, { when: () => virtualHost() === '', fields: ['queue'] }),
    text('channel_details.connection_name', c.connection, { fields: ['channel_details'],
      cell: row => html`<a class="clip" title=${row.channel_details?.connection_name} href=${link('connection', [row.channel_details?.connection_name ?? ''])}>${row.channel_details?.connection_name}</a>` }),
    text('ack_required', c.ackMode, { room: unlessNarrow, cell: row => (row.ack_required ? c.manual : c.automatic) }),
    number('prefetch_count', c.prefetch, { cell: row => (row.prefetch_count === 0 ? c.unlimited : row.prefetch_count) }),
    text('active', c.active, { room: ifRoomy, fields: ['active'], cell: row => (row.active ? c.yes : html`<span class="dim">${c.no}</span>`) }),
    text('activity_status', c.status, { fields: ['active', 'activity_status'], cell: consumerState }),
    text('exclusive', c.exclusive, { room: ifRoomy, cell: row => (row.exclusive ? c.yes : html`<span class="dim">${c.no}</span>`) }),
    { id: 'arguments', title: c.arguments, sort: false, show: false, cell: row => html`<code>${JSON.stringify(row.arguments ?? {})}</code>` },
  ],
  chips: ['inactive', 'no_ack'].map(id => ({ id, text: c.consumerChips[id][0], help: c.consumerChips[id][1] })),
  sort: 'consumer_tag',
  card: ['queue.name', 'active', 'prefetch_count'],
  fields: ['consumer_tag', 'queue', 'channel_details'],
  path: host => (host ? path('consumers', host) : 'consumers'),
  key: row => `${row.channel_details?.name}\u0000${row.consumer_tag}`,
  nameOf: row => row.consumer_tag,
  href: row => link('channel', [row.channel_details?.name ?? '']),
};

class Consumers extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-consumers', Consumers);
