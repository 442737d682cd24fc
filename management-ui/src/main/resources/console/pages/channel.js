import { html, nothing } from 'lit';
import { get, path } from '../lib/api.js';
import { Detail, facts, figures, table } from '../lib/detail.js';
import { at, count, rate, time } from '../lib/format.js';
import { samples } from '../lib/live.js';
import { link } from '../lib/router.js';
import { exchangeLink } from '../lib/binding-rows.js';
import { c } from '../texts/clients.js';
import { k } from '../texts/client.js';
import { mode } from './channels.js';
import { connectionState } from './connections.js';
import { consumerState } from './consumers.js';

class Channel extends Detail {
  get list() { return { page: 'channels', text: c.channels }; }

  ask(signal) { return get(path('channels', this.names[0]), samples(['msg_rates']), { signal }); }

  get tabs() { return [{ id: 'overview', text: '', draw: channel => this.#overview(channel) }]; }

  heading(channel) { return html`<h1 tabindex="-1">${channel.name}</h1>${connectionState(channel.state)}${mode(channel)}`; }

  #overview(channel) {
    const flow = (id, key, label) => ({ id, label, points: this.charts.rates(at(channel, `message_stats.${key}_details.samples`)) });
    const owner = channel.connection_details?.name;
    return html`<div class="grid">
      ${figures([[k.prefetch, channel.prefetch_count === 0 ? '∞' : count(channel.prefetch_count)], [k.unacked, count(channel.messages_unacknowledged)], [k.unconfirmed, count(channel.messages_unconfirmed)],
    [k.uncommitted, count(channel.messages_uncommitted)], [k.consumers, count(channel.consumer_count)]])}
      ${this.charts ? html`<section class="card w6"><lv-chart label=${k.flow} .format=${rate} .off=${['confirm', 'redeliver']} .series=${[flow('publish', 'publish', k.publish), flow('deliver', 'deliver_get', k.deliver),
    flow('ack', 'ack', k.ack), flow('confirm', 'confirm', k.confirm), flow('redeliver', 'redeliver', k.redeliver)]}></lv-chart></section>` : nothing}
      <section class="card w6"><h2>${k.channel}</h2>${facts([[k.connection, html`<a class="mono" href=${link('connection', [owner ?? ''])}>${owner}</a>`], [k.user, channel.user], [k.vhost, channel.vhost], [k.idle, channel.idle_since ? time(Date.parse(channel.idle_since)) : '']])}</section>
      <section class="card w6"><h2>${k.publishes}</h2>${table([k.exchange, { text: k.rate, number: true }], (channel.publishes ?? []).map(each => [exchangeLink(channel.vhost, each.exchange?.name), rate(at(each, 'stats.publish_details.rate'))]), k.none)}</section>
      <section class="card w6"><h2>${k.deliveries}</h2>${table([k.queue, { text: k.rate, number: true }], (channel.deliveries ?? []).map(each => [
    html`<a class="mono" href=${link('queue', [channel.vhost, each.queue?.name ?? ''])}>${each.queue?.name}</a>`, rate(at(each, 'stats.deliver_get_details.rate'))]), k.none)}</section>
      <section class="card"><h2>${k.consumers}</h2>${table([k.tag, k.queue, { text: k.prefetch, number: true }, ''], (channel.consumer_details ?? []).map(each => [html`<code>${each.consumer_tag}</code>`,
    html`<a class="mono" href=${link('queue', [channel.vhost, each.queue?.name ?? ''])}>${each.queue?.name}</a>`, each.prefetch_count === 0 ? '∞' : count(each.prefetch_count), consumerState(each)]), k.noConsumers)}</section></div>`;
  }
}
customElements.define('lv-page-channel', Channel);
