import { html, nothing } from 'lit';
import { Part, Watch, problem, icon, stateTag } from '../lib/part.js';
import { Poll, rangeChoice, samples, watchRange } from '../lib/live.js';
import { get, has } from '../lib/api.js';
import { link, route } from '../lib/router.js';
import { at, bytes, byteRate, count, duration, rate } from '../lib/format.js';
import { FIELDS, health, rank } from '../lib/health.js';
import { o } from '../texts/overview.js';

const DAY = 86400;
const SUSPECTS = 100;
const SHOWN = 5;

class Overview extends Part {
  overview = new Poll(this, signal => get('overview', samples(['lengths', 'msg_rates', 'data_rates'], DAY), { signal }));

  queues = new Poll(this, signal => get('queues', {
    page: 1, page_size: SUSPECTS, sort: 'messages', sort_reverse: 'true', columns: ['name', 'vhost', 'messages', ...FIELDS].join(','),
  }, { signal }));

  nodes = new Poll(this, signal => (has('monitoring') ? get('nodes', {}, { signal }) : Promise.resolve([])));

  checks = new Poll(this, signal => Promise.all(Object.keys(o.check).map(name => get(`health/checks/${name}`, {}, { signal })
    .then(() => ({ name, ok: true }), error => {
      if (error.name === 'AbortError' || error.kind === 'network') throw error;
      return { name, ok: false, why: error.reason };
    }))));

  watch = new Watch(this, route);

  connectedCallback() {
    super.connectedCallback();
    this.ends = watchRange(this.overview);
    // Charts are most of the console's code: the figures are there before them.
    import('../lib/chart.js').then(chart => { this.charts = chart; this.requestUpdate(); });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends();
  }

  render() {
    const { data, error } = this.overview;
    if (!data) return error ? problem(error) : html`<h1 tabindex="-1">${o.title}</h1>`;
    return html`<div class="page-head"><h1 tabindex="-1">${o.title}</h1><span class="muted">${data.cluster_name}</span><span class="grow"></span>${rangeChoice(DAY)}</div>
      <div class="grid">${this.#attention()}${this.#figures(data)}${this.charts ? this.#charts(data) : nothing}${this.#node(data)}${this.#churn(data)}${this.#checks()}${this.#busiest()}</div>`;
  }

  #attention() {
    const queues = this.queues.data?.items;
    if (!queues) return nothing;
    const states = queues.map(queue => ({ queue, state: health(queue) })).filter(each => ['bad', 'warn'].includes(each.state.severity))
      .sort((a, b) => rank(a.state) - rank(b.state) || b.queue.messages - a.queue.messages);
    return html`<section class="card"><h2>${o.attention}</h2>${states.length === 0 ? html`<p class="muted">${icon('check')} ${o.allWell}</p>`
      : html`<div class="table-box"><table class="reasons"><tbody>${states.slice(0, SHOWN).map(({ queue, state }) => html`<tr><td>${stateTag(state)}</td>
        <td><a class="mono" href=${link('queue', [queue.vhost, queue.name])}>${queue.name}</a></td><td class="muted">${queue.vhost}</td><td>${state.why}</td></tr>`)}</tbody></table></div>`}</section>`;
  }

  #figures(data) {
    const totals = data.object_totals ?? {};
    const lengths = data.queue_totals ?? {};
    const figure = (page, label, value) => html`<a class="figure" href=${link(page)}><b>${count(value)}</b><span>${label}</span></a>`;
    return html`<section class="card figures">
      ${figure('queues', o.ready, lengths.messages_ready)}${figure('queues', o.unacked, lengths.messages_unacknowledged)}
      ${figure('connections', o.connections, totals.connections)}${figure('channels', o.channels, totals.channels)}${figure('consumers', o.consumers, totals.consumers)}
      ${figure('queues', o.queues, totals.queues)}${figure('exchanges', o.exchanges, totals.exchanges)}</section>`;
  }

  #charts(data) {
    const { rates, levels } = this.charts;
    const stats = data.message_stats ?? {};
    const flow = (id, key = id) => ({ id, label: o[id], points: rates(stats[`${key}_details`]?.samples) });
    const depth = (id, key) => ({ id, label: o[id], points: levels(data.queue_totals?.[`${key}_details`]?.samples) });
    const traffic = (id, key) => ({ id, label: o[id], points: rates(at(data, `${key}_details.samples`)) });
    return html`
      <section class="card w4"><lv-chart label=${o.queued} stacked .series=${[depth('ready', 'messages_ready'), depth('unacked', 'messages_unacknowledged')]}></lv-chart></section>
      <section class="card w4"><lv-chart label=${o.flow} .format=${rate} .off=${['confirm', 'redeliver', 'return', 'drop']}
        .series=${[flow('publish'), flow('deliver', 'deliver_get'), flow('ack'), flow('confirm'), flow('redeliver'), flow('return', 'return_unroutable'), flow('drop', 'drop_unroutable')]}></lv-chart></section>
      <section class="card w4"><lv-chart label=${o.data} .format=${byteRate} .series=${[traffic('in', 'recv_oct'), traffic('out', 'send_oct')]}></lv-chart></section>`;
  }

  #node(data) {
    const node = this.nodes.data?.[0];
    if (!node) return nothing;
    const meter = (used, limit, bad) => html`<meter min="0" max=${limit || 1} high=${limit * 0.8} .value=${used ?? 0} aria-label=${bad}></meter>`;
    return html`<section class="card w6"><h2>${o.node} <a class="mono" href="#/node">${node.name}</a></h2><dl class="facts">
      <dt>${o.memory}</dt><dd>${meter(node.mem_used, node.mem_limit, o.memory)} ${o.of(bytes(node.mem_used), bytes(node.mem_limit))}</dd>
      <dt>${o.disk}</dt><dd>${o.limit(bytes(node.disk_free), bytes(node.disk_free_limit))}</dd>
      <dt>${o.files}</dt><dd>${o.of(count(node.fd_used), count(node.fd_total))}</dd>
      <dt>${o.uptime}</dt><dd>${duration(node.uptime / 1000)}</dd>
      <dt>${o.version}</dt><dd>Leveret ${data.leveret_version ?? ''} · RabbitMQ ${data.rabbitmq_version} API</dd>
      <dt>${o.listeners}</dt><dd>${(data.listeners ?? []).map(each => html`<span class="tag">${each.protocol} ${each.port}${each.tls ? ' TLS' : ''}</span>`)}</dd></dl></section>`;
  }

  #churn(data) {
    const churn = data.churn_rates ?? {};
    const row = (label, up, down) => html`<tr><th>${label}</th><td class="number">${rate(at(churn, `${up}_details.rate`))}</td><td class="number">${rate(at(churn, `${down}_details.rate`))}</td></tr>`;
    return html`<section class="card w3"><h2>${o.churn}</h2><div class="table-box"><table class="tight"><thead><tr><th>${o.perSecond}</th><th class="number">${o.news}</th><th class="number">${o.gone}</th></tr></thead><tbody>
      ${row(o.connections, 'connection_created', 'connection_closed')}${row(o.channels, 'channel_created', 'channel_closed')}${row(o.queues, 'queue_declared', 'queue_deleted')}</tbody></table></div></section>`;
  }

  #checks() {
    return html`<section class="card w3"><h2>${o.checks}</h2><dl class="facts">${(this.checks.data ?? []).map(each => html`<dt>${o.check[each.name]}</dt>
      <dd><span class="state ${each.ok ? 'ok' : 'bad'}" title=${each.why ?? ''}>${each.ok ? o.ok : o.failed}</span></dd>`)}</dl></section>`;
  }

  #busiest() {
    if (!this.queues.data) return nothing;
    const flow = queue => (at(queue, 'message_stats.publish_details.rate') ?? 0) + (at(queue, 'message_stats.deliver_get_details.rate') ?? 0);
    const busy = this.queues.data.items.filter(queue => flow(queue) > 0).sort((a, b) => flow(b) - flow(a)).slice(0, SHOWN);
    return html`<section class="card"><h2>${o.busiest}</h2>${busy.length === 0 ? html`<p class="muted">${o.nothing}</p>`
      : html`<div class="table-box"><table><tbody>${busy.map(queue => html`<tr><td><a class="mono" href=${link('queue', [queue.vhost, queue.name])}>${queue.name}</a></td>
        <td class="muted">${queue.vhost}</td><td class="number">${rate(at(queue, 'message_stats.publish_details.rate') ?? 0)}/s in</td>
        <td class="number">${rate(at(queue, 'message_stats.deliver_get_details.rate') ?? 0)}/s out</td></tr>`)}</tbody></table></div>`}</section>`;
  }
}
customElements.define('lv-page-overview', Overview);
