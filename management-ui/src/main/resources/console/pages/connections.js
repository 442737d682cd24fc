import { html } from 'lit';
import { Part, stateTag } from '../lib/part.js';
import { path, remove } from '../lib/api.js';
import { link, virtualHost } from '../lib/router.js';
import { ago, time } from '../lib/format.js';
import { bytesPerSecond, number, text, vhost } from '../lib/columns.js';
import { openDialog } from '../lib/dialog.js';
import { runAll } from '../lib/bulk.js';
import { toast } from '../lib/toast.js';
import { t } from '../lib/texts.js';
import { c } from '../texts/clients.js';
import '../lib/list.js';

const SEVERITIES = { running: 'ok', blocked: 'bad', blocking: 'warn', flow: 'info', closing: 'warn' };
export const connectionState = state => stateTag({ severity: SEVERITIES[state] ?? 'dim', word: state ?? '–', why: '' });

/** The client is told why. */
export async function closeConnections(connections) {
  const names = connections.length === 1 ? connections[0].user_provided_name || connections[0].name : c.some(connections.length);
  const reason = await openDialog(c.closeTitle(connections.length), close => html`
    <form @submit=${event => { event.preventDefault(); close(event.target.reason.value || 'Closed via management plugin'); }}>
      <div class="body"><p>${c.closeText(names)}</p><label class="field"><span>${c.reason}</span><input name="reason" autofocus value="Closed via management plugin"></label></div>
      <footer><button type="button" @click=${() => close(undefined)}>${t.cancel}</button><button class="danger">${c.closeTitle(connections.length)}</button></footer></form>`);
  if (reason === undefined) return false;
  const result = await runAll(c.closeTitle(connections.length), connections, each => each.name, each => remove(path('connections', each.name), {}, { headers: { 'X-Reason': reason } }));
  if (result.done > 0) toast(c.closed(result.done));
  return true;
}

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
  fields: ['name', 'user_provided_name'],
  path: host => (host ? `${path('vhosts', host)}/connections` : 'connections'),
  key: row => row.name,
  nameOf: row => row.name,
  href: row => link('connection', [row.name], { vh: virtualHost() }),
  actions: [{ text: c.close, icon: 'close', danger: true, run: closeConnections }],
};

class Connections extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-connections', Connections);
