import { html, nothing } from 'lit';
import { get, path, has, readOnly } from '../lib/api.js';
import { Detail, facts, figures, table } from '../lib/detail.js';
import { at, count, rate } from '../lib/format.js';
import { samples } from '../lib/live.js';
import { go, link } from '../lib/router.js';
import { featureMenu } from '../lib/features.js';
import { bindingList, COLUMNS } from '../lib/binding-rows.js';
import { declareBinding, declareExchange, deleteExchanges, publishForm } from '../lib/doing.js';
import { icon } from '../lib/part.js';
import { x } from '../texts/exchanges.js';
import { e } from '../texts/exchange.js';
import { r } from '../texts/explain.js';
import '../lib/alternates.js';
import '../lib/list.js';

class Exchange extends Detail {
  get list() { return { page: 'exchanges', text: x.title }; }

  again(exchange) { return declareExchange(exchange, exchange.name); }

  ask(signal) { return get(path('exchanges', ...this.names), samples(['msg_rates']), { signal }); }

  get tabs() {
    return [
      { id: 'overview', text: e.overview, draw: exchange => this.#overview(exchange) },
      { id: 'bindings', text: e.bindings, draw: exchange => this.#bindings(exchange) },
      { id: 'explain', text: r.tab, load: () => import('../lib/explain.js'), draw: exchange => html`<lv-explain .vhost=${exchange.vhost} .exchange=${exchange.name}></lv-explain>` },
      ...(has('monitoring') ? [{ id: 'tail', text: e.tail, load: () => import('../lib/tail.js'), draw: exchange => html`<lv-tail .where=${path('exchanges', exchange.vhost, exchange.name || 'amq.default')} .vhost=${exchange.vhost}></lv-tail>` }] : []),
      ...(this.poll.data?.type === 'x-delayed-message' ? [{ id: 'delayed', text: e.delayed, load: () => import('../lib/held.js'), draw: exchange => html`<lv-delayed .where=${path('exchanges', exchange.vhost, exchange.name)} .vhost=${exchange.vhost}></lv-delayed>` }] : []),
    ];
  }

  heading(exchange) {
    const standard = exchange.name === '' || exchange.name.startsWith('amq.');
    return html`<h1 tabindex="-1">${exchange.name || x.standard}</h1><span class="muted">${exchange.vhost}</span><span class="chip">${exchange.type}</span>${featureMenu(exchange)}<span class="grow"></span>
      ${readOnly.value ? nothing : html`${exchange.internal ? nothing : html`<button @click=${() => publishForm({ vhost: exchange.vhost, exchange: exchange.name })}>${icon('send')}${e.publish}</button>`}
        ${standard ? nothing : html`<details class="menu right"><summary class="button">${e.more}</summary><div class="menu-body">
          <button class="danger" @click=${async () => { if (await deleteExchanges([exchange])) go('exchanges'); }}>${icon('trash')}${e.remove}</button></div></details>`}`}`;
  }

  #overview(exchange) {
    const stats = exchange.message_stats ?? {};
    return html`<div class="grid">${figures([[e.in, rate(at(stats, 'publish_in_details.rate') ?? 0)], [e.out, rate(at(stats, 'publish_out_details.rate') ?? 0)], [e.unroutable, rate((at(stats, 'drop_unroutable_details.rate') ?? 0) + (at(stats, 'return_unroutable_details.rate') ?? 0))], [e.bindings, count(exchange.bindings)]])}
      ${this.charts ? html`<section class="card w6"><lv-chart label=${e.flow} .format=${rate} .series=${[
    { id: 'publish', label: e.in, points: this.charts.rates(stats.publish_in_details?.samples) },
    { id: 'deliver', label: e.out, points: this.charts.rates(stats.publish_out_details?.samples) }]}></lv-chart></section>` : nothing}
      <section class="card w6"><h2>${e.facts}</h2>${facts([[e.type, exchange.type], [e.policy, exchange.policy],
    [e.alternate, exchange.name === '' ? '' : html`<lv-alternates .exchange=${exchange}></lv-alternates>`],
    [e.arguments, Object.keys(exchange.arguments ?? {}).length > 0 ? html`<code>${JSON.stringify(exchange.arguments)}</code>` : '']])}</section>
      <section class="card w6"><h2>${e.incoming}</h2>${table([e.channel, { text: e.in, number: true }], (exchange.incoming ?? []).map(each => [
    html`<a class="mono" href=${link('channel', [each.channel_details?.name ?? ''])}>${each.channel_details?.name}</a>`, rate(at(each, 'stats.publish_details.rate'))]), e.none)}</section>
      <section class="card w6"><h2>${e.outgoing}</h2>${table([e.queue, { text: e.out, number: true }], (exchange.outgoing ?? []).map(each => [
    html`<a class="mono" href=${link('queue', [exchange.vhost, each.queue?.name ?? ''])}>${each.queue?.name}</a>`, rate(at(each, 'stats.publish_details.rate'))]), e.none)}</section></div>`;
  }

  #bindings(exchange) {
    if (exchange.name === '') return html`<p class="muted">${e.standardHint}</p>`;
    const base = path('exchanges', exchange.vhost, exchange.name);
    this.from ??= bindingList({ id: 'exchange-bindings', title: e.from, columns: [{ ...COLUMNS.destination, always: true }, COLUMNS.kind, COLUMNS.key, COLUMNS.arguments],
      path: () => `${base}/bindings/source`, create: { text: e.bind, run: () => declareBinding({ vhost: exchange.vhost, source: exchange.name }) } });
    this.to ??= bindingList({ id: 'exchange-bindings-to', prefix: 'to.', title: e.to, columns: [COLUMNS.source, COLUMNS.key, COLUMNS.arguments], path: () => `${base}/bindings/destination` });
    return html`<lv-list .definition=${this.from}></lv-list><lv-list .definition=${this.to}></lv-list>`;
  }
}
customElements.define('lv-page-exchange', Exchange);
