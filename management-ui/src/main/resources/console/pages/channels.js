import { html } from 'lit';
import { Part } from '../lib/part.js';
import { path } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { ifWide, number, perSecond, text, unlessNarrow } from '../lib/columns.js';
import { countCell } from '../lib/cells.js';
import { c } from '../texts/clients.js';
import { connectionState } from './connections.js';
import '../lib/list.js';

export const mode = row => [row.confirm && c.confirm, row.transactional && c.tx].filter(Boolean).map(each => html`<span class="tag">${each}</span>`);
const stuck = row => row.prefetch_count > 0 && row.messages_unacknowledged >= row.prefetch_count;

const DEFINITION = {
  id: 'channels',
  title: c.channels,
  columns: [
    text('name', c.name, { always: true }),
    text('connection_details.name', c.connection, { room: ifWide, fields: ['connection_details'], cell: row => html`<a class="mono clip" title=${row.connection_details?.name} href=${link('connection', [row.connection_details?.name ?? ''])}>${row.connection_details?.name}</a>` }),
    text('user', c.user, { room: unlessNarrow }),
    text('vhost', c.vhost, { show: false }),
    { id: 'mode', title: c.mode, fields: ['confirm', 'transactional'], sort: false, cell: mode },
    number('prefetch_count', c.prefetch, { cell: row => (row.prefetch_count === 0 ? c.unlimited : countCell(row.prefetch_count)) }),
    number('messages_unacknowledged', c.unacked, { fields: ['messages_unacknowledged', 'prefetch_count'],
      cell: row => html`<span class=${stuck(row) ? 'warn' : ''}>${countCell(row.messages_unacknowledged)}</span>` }),
    number('messages_unconfirmed', c.unconfirmed),
    number('messages_uncommitted', c.uncommitted, { show: false }),
    number('consumer_count', c.consumers),
    perSecond('publish', c.publish, 'publish'),
    perSecond('deliver', c.deliver, 'deliver_get'),
    perSecond('ack', c.ack, 'ack'),
    perSecond('confirm', c.confirmRate, 'confirm', { show: false }),
    perSecond('redeliver', c.redeliver, 'redeliver', { show: false }),
    text('state', c.state, { cell: row => connectionState(row.state) }),
  ],
  sort: 'name',
  card: ['state', 'prefetch_count', 'messages_unacknowledged', 'publish', 'deliver'],
  fields: ['name'],
  path: host => (host ? `${path('vhosts', host)}/channels` : 'channels'),
  key: row => row.name,
  nameOf: row => row.name,
  chips: ['stuck', 'idle'].map(id => ({ id, text: c.channelChips[id][0], help: c.channelChips[id][1] })),
  href: row => link('channel', [row.name], { vh: virtualHost() }),
};

class Channels extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-channels', Channels);
