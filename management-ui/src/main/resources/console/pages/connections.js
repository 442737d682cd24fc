import { html } from 'lit';
import { Part, stateTag } from '../lib/part.js';
import { path } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { ago, time } from '../lib/format.js';
import { bytesPerSecond, number, text, vhost } from '../lib/columns.js';
import { closeConnections } from '../lib/doing.js';
import { c } from '../texts/clients.js';
import '../lib/list.js';

const SEVERITIES = { running: 'ok', blocked: 'bad', blocking: 'warn', flow: 'info', closing: 'warn' };
export const connectionState = state => stateTag({ severity: SEVERITIES[state] ?? 'dim', word: state ?? '–', why: '' });

const DEFINITION = {
  id: 'connections',
  title: c.connections,
  columns: [
    text('name', c.name, { always: true, fields: ['user_provided_name'],
      cell: row => (row.user_provided_name ? html`${row.user_provided_name} <span class="muted">${row.name}</span>` : row.name) }),
    text('user', c.user),
    vhost(c.vhost),
    text('state', c.state, { cell: row => connectionState(row.state) }),
    text('ssl', c.tls, { cell: row => (row.ssl ? c.secure : html`<span class="dim">${c.plain}</span>`) }),
    text('protocol', c.protocol),
    number('channels', c.channelCount),
    bytesPerSecond('in', c.in, 'recv_oct'),
    bytesPerSecond('out', c.out, 'send_oct'),
    { id: 'client', title: c.client, fields: ['client_properties'], sort: false, show: false,
      cell: row => [row.client_properties?.product, row.client_properties?.version].filter(Boolean).join(' ') },
    text('connected_at', c.since, { show: false, cell: row => html`<span title=${time(row.connected_at)}>${ago(row.connected_at)}</span>` }),
    number('timeout', c.heartbeat, { show: false }),
  ],
  sort: 'name',
  card: ['vhost', 'user', 'state', 'in', 'out'],
  fields: ['name', 'user_provided_name', 'channels'],
  path: host => (host ? `${path('vhosts', host)}/connections` : 'connections'),
  key: row => row.name,
  nameOf: row => row.name,
  href: row => link('connection', [row.name], { vh: virtualHost() }),
  chips: ['blocked', 'idle', 'many_channels', 'no_tls'].map(id => ({ id, text: c.connectionChips[id][0], help: c.connectionChips[id][1] })),
  actions: [{ text: c.close, icon: 'close', danger: true, run: closeConnections }],
};

class Connections extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-connections', Connections);
