import { html, nothing } from 'lit';
import { get, path, readOnly } from '../lib/api.js';
import { Detail, facts, figures, table } from '../lib/detail.js';
import { at, bytes, byteRate, count, rate, time } from '../lib/format.js';
import { samples } from '../lib/live.js';
import { go, link } from '../lib/router.js';
import { icon } from '../lib/part.js';
import { c } from '../texts/clients.js';
import { k } from '../texts/client.js';
import { mode } from './channels.js';
import { closeConnections } from '../lib/doing.js';
import { connectionState } from './connections.js';

class Connection extends Detail {
  get list() { return { page: 'connections', text: c.connections }; }

  async ask(signal) {
    const where = path('connections', this.names[0]);
    const [connection, channels] = await Promise.all([get(where, samples(['data_rates']), { signal }), get(`${where}/channels`, {}, { signal })]);
    return { ...connection, open: channels };
  }

  get tabs() { return [{ id: 'overview', text: '', draw: connection => this.#overview(connection) }]; }

  heading(connection) {
    return html`<h1 tabindex="-1">${connection.user_provided_name || connection.name}</h1>${connectionState(connection.state)}
      ${connection.user_provided_name ? html`<span class="muted mono">${connection.name}</span>` : nothing}<span class="grow"></span>
      ${readOnly.value ? nothing : html`<button class="danger" @click=${async () => { if (await closeConnections([connection])) go('connections'); }}>${icon('close')}${k.close}</button>`}`;
  }

  #overview(connection) {
    const client = connection.client_properties ?? {};
    const flow = (id, key, label) => ({ id, label, points: this.charts.rates(connection[`${key}_details`]?.samples) });
    const can = Object.entries(client.capabilities ?? {}).filter(([, yes]) => yes).map(([name]) => html`<span class="tag">${name}</span>`);
    return html`<div class="grid">
      ${figures([[k.in, byteRate(at(connection, 'recv_oct_details.rate') ?? 0)], [k.out, byteRate(at(connection, 'send_oct_details.rate') ?? 0)], [k.channels, count(connection.channels)], [k.pending, count(connection.send_pend)]])}
      ${this.charts ? html`<section class="card w6"><lv-chart label=${k.data} .format=${byteRate} .series=${[flow('in', 'recv_oct', k.in), flow('out', 'send_oct', k.out)]}></lv-chart></section>` : nothing}
      <section class="card w6"><h2>${k.facts}</h2>${facts([[k.user, connection.user], [k.vhost, connection.vhost], [k.protocol, connection.protocol], [k.mechanism, connection.auth_mechanism], [k.since, time(connection.connected_at)],
    [k.peer, html`<code>${connection.peer_host}:${connection.peer_port}</code>`], [k.local, html`<code>${connection.host}:${connection.port}</code>`], [k.heartbeat, k.seconds(connection.timeout)],
    [k.frameMax, bytes(connection.frame_max)], [k.channelMax, count(connection.channel_max)], [k.tls, connection.ssl ? `${connection.ssl_protocol} ${connection.ssl_cipher}` : c.plain],
    [k.received, bytes(connection.recv_oct)], [k.sent, bytes(connection.send_oct)]])}</section>
      <section class="card w6"><h2>${k.client}</h2>${facts([...Object.entries(client).filter(([name]) => name !== 'capabilities').map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
    [k.capabilities, can.length > 0 ? can : '']])}</section>
      <section class="card w6"><h2>${k.channels}</h2>${table([k.channel, k.mode, { text: k.unacked, number: true }, { text: k.publish, number: true }, { text: k.deliver, number: true }], (connection.open ?? []).map(each => [
    html`<a href=${link('channel', [each.name])}>${each.number}</a>`, mode(each), count(each.messages_unacknowledged), rate(at(each, 'message_stats.publish_details.rate') ?? 0), rate(at(each, 'message_stats.deliver_get_details.rate') ?? 0)]), k.noChannels)}</section></div>`;
  }
}
customElements.define('lv-page-connection', Connection);
