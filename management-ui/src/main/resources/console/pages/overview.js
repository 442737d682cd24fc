import { html, nothing } from 'lit';
import { Part, Watch, problem, icon, stateTag } from '../lib/part.js';
import { Poll, rangeChoice, samples, watchRange } from '../lib/live.js';
import { get, has } from '../lib/api.js';
import { link, route } from '../lib/router.js';
import { at, byteRate, count, rate, time } from '../lib/format.js';
import { WORDS_OF, expiry, health, rank } from '../lib/health.js';
import { nodeCard, Usage } from '../lib/overview-node.js';
import { spark } from '../lib/sparkline.js';
import { t } from '../lib/texts.js';
import { o } from '../texts/overview.js';

const DAY = 86400;
const SUSPECTS = 100;
const SHOWN = 5;
/** Of the figures' little lines. */
const MINUTE = 60_000;
const TRACE = 60;

/** The first few of a list, by what flows. */
const busiest = (list, field, columns, signal) => get(list, { page: 1, page_size: SHOWN, sort: field, sort_reverse: 'true', columns: ['name', ...columns].join(',') }, { signal }).then(answer => answer.items);

class Overview extends Part {
  overview = new Poll(this, signal => get('overview', samples(['lengths', 'msg_rates', 'data_rates'], DAY), { signal }));

  queues = new Poll(this, signal => get('queues', {
    page: 1, page_size: SUSPECTS, filter: 'needs_attention', sort: ['health.severity', 'messages'], sort_reverse: 'true', columns: ['name', 'vhost', 'messages', ...WORDS_OF].join(','),
  }, { signal }));

  busy = new Poll(this, async signal => {
    const [queues, exchanges, connections] = await Promise.all([
      busiest('queues', 'message_stats.publish_details.rate', ['vhost', 'message_stats'], signal),
      busiest('exchanges', 'message_stats.publish_in_details.rate', ['vhost', 'message_stats'], signal),
      busiest('connections', 'recv_oct_details.rate', ['user_provided_name', 'recv_oct_details', 'send_oct_details'], signal)]);
    return { queues, exchanges, connections };
  });

  nodes = new Poll(this, signal => (has('monitoring') ? get('nodes', {}, { signal }) : Promise.resolve([])));

  checks = new Poll(this, signal => Promise.all(Object.keys(o.check).map(name => get(`health/checks/${name}`, {}, { signal })
    .then(() => ({ name, ok: true }), error => {
      if (error.name === 'AbortError' || error.kind === 'network') throw error;
      return { name, ok: false, why: error.reason };
    }))));

  watch = new Watch(this, route);

  usage = new Usage();

  /** What figures were in the last minute, for those of which the API tells no history. */
  traces = new Map();

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
    if (!data) return error ? problem(error, { page: true }) : html`<h1 tabindex="-1">${o.title}</h1><div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div><div></div></div>`;
    this.usage.see(this.nodes.data?.[0]);
    return html`<div class="page-head"><h1 tabindex="-1">${o.title}</h1><span class="muted">${data.cluster_name}</span><span class="grow"></span>${rangeChoice(DAY)}</div>
      <div class="grid">${this.#attention()}${this.#figures(data)}${this.charts ? this.#charts(data) : [1, 2, 3].map(() => html`<section class="card w4 chart-place"></section>`)}
        ${this.nodes.data?.[0] ? nodeCard(this.nodes.data[0], data, this.usage) : nothing}${this.#churn(data)}${this.#checks()}${this.#busiest()}</div>`;
  }

  #alarms() {
    const node = this.nodes.data?.[0];
    const damaged = at(node, 'storage.damaged_messages') ?? 0;
    const row = (severity, word, what, why) => ({ severity, html: html`<tr><td>${stateTag({ severity, word, why: '' })}</td><td><a href="#/node">${o[what]}</a></td><td></td><td>${why}</td></tr>` });
    return [node?.mem_alarm && row('bad', o.alarm, 'memory', o.alarmOf.memory), node?.disk_free_alarm && row('bad', o.alarm, 'disk', o.alarmOf.disk), damaged > 0 && row('bad', o.damaged, 'disk', o.damagedOf(damaged)),
      ...(this.overview.data?.listeners ?? []).map(each => [each, expiry(each.tls_expires)]).filter(([, severity]) => severity)
        .map(([{ protocol, port, tls_expires: until }, severity]) => row(severity, until < Date.now() ? o.expired : o.certificate, 'listeners', o.certificateOf(protocol, port, time(until), until < Date.now())))].filter(Boolean);
  }

  #attention() {
    const queues = this.queues.data?.items;
    if (!queues) return nothing;
    const states = queues.map(queue => ({ queue, state: health(queue) })).filter(each => ['bad', 'warn'].includes(each.state.severity))
      .sort((a, b) => rank(a.state) - rank(b.state) || b.queue.messages - a.queue.messages);
    const alarms = this.#alarms();
    if (states.length + alarms.length === 0) return html`<section class="card all-well"><h2>${o.attention}</h2><p class="ok">${icon('check')} ${o.allWell}</p></section>`;
    const more = states.length - SHOWN;
    const of = severity => alarms.filter(each => each.severity === severity).map(each => each.html);
    return html`<section class="card"><h2>${o.attention}${more > 0 ? html` <span class="count">${o.first(SHOWN, states.length)}</span>` : nothing}</h2>
      <table class="reasons" aria-label=${o.attention}><tbody>${of('bad')}${states.slice(0, SHOWN).map(({ queue, state }) => html`<tr><td>${stateTag(state)}</td>
        <td><a class="mono" href=${link('queue', [queue.vhost, queue.name])}>${queue.name}</a></td><td class="muted">${queue.vhost}</td><td>${state.why}</td></tr>`)}${of('warn')}</tbody></table></section>`;
  }

  /** Remembers what a figure is now, for the minute that its line shows. */
  #trace(id, value) {
    const { at: now } = this.overview;
    const trace = (this.traces.get(id) ?? []).filter(each => each.at > now - MINUTE).slice(-TRACE);
    if (value !== undefined && trace.at(-1)?.at !== now) trace.push({ at: now, value });
    this.traces.set(id, trace);
    return trace.map(each => each.value);
  }

  #figures(data) {
    const totals = data.object_totals ?? {};
    const lengths = data.queue_totals ?? {};
    const past = field => (lengths[`${field}_details`]?.samples ?? []).filter((each, _, all) => each.timestamp >= all[0].timestamp - MINUTE).map(each => each.sample).reverse();
    const figure = (page, id, value, history = []) => html`<a class="figure" href=${link(page)}><b>${count(value)}</b><span>${o[id]}</span>
      ${spark(history.length > 2 ? history : this.#trace(id, value), o.lately(o[id]))}</a>`;
    return html`<section class="card figures">
      ${figure('queues', 'ready', lengths.messages_ready, past('messages_ready'))}${figure('queues', 'unacked', lengths.messages_unacknowledged, past('messages_unacknowledged'))}
      ${['connections', 'channels', 'consumers', 'queues', 'exchanges'].map(id => figure(id, id, totals[id]))}</section>`;
  }

  #charts(data) {
    const { rates, levels } = this.charts;
    const stats = data.message_stats ?? {};
    const flow = (id, key = id) => ({ id, label: o[id], points: rates(stats[`${key}_details`]?.samples) });
    const depth = (id, key) => ({ id, label: o[id], points: levels(data.queue_totals?.[`${key}_details`]?.samples) });
    const traffic = (id, key) => ({ id, label: o[id], points: rates(at(data, `${key}_details.samples`)) });
    return html`
      <section class="card w4"><lv-chart label=${o.queued} stacked .most=${DAY} .series=${[depth('ready', 'messages_ready'), depth('unacked', 'messages_unacknowledged')]}></lv-chart></section>
      <section class="card w4"><lv-chart label=${o.flow} .most=${DAY} .format=${rate} .off=${['confirm', 'redeliver', 'return', 'drop']}
        .series=${[flow('publish'), flow('deliver', 'deliver_get'), flow('ack'), flow('confirm'), flow('redeliver'), flow('return', 'return_unroutable'), flow('drop', 'drop_unroutable')]}></lv-chart></section>
      <section class="card w4"><lv-chart label=${o.data} .most=${DAY} .format=${byteRate} .series=${[traffic('in', 'recv_oct'), traffic('out', 'send_oct')]}></lv-chart></section>`;
  }

  #churn(data) {
    const churn = data.churn_rates ?? {};
    const perMinute = name => rate((at(churn, `${name}_details.rate`) ?? NaN) * 60);
    const row = (label, up, down) => html`<tr><th scope="row">${label}</th><td class="number">${perMinute(up)}</td><td class="number">${perMinute(down)}</td></tr>`;
    return html`<section class="card w3"><h2>${o.churn}</h2><table class="tight"><thead><tr><th scope="col">${o.perMinute}</th><th scope="col" class="number">${o.news}</th><th scope="col" class="number">${o.gone}</th></tr></thead><tbody>
      ${row(o.connections, 'connection_created', 'connection_closed')}${row(o.channels, 'channel_created', 'channel_closed')}${row(o.queues, 'queue_declared', 'queue_deleted')}</tbody></table></section>`;
  }

  #checks() {
    return html`<section class="card w3"><h2>${o.checks}</h2><dl class="facts ends">${(this.checks.data ?? []).map(each => html`<dt>${o.check[each.name]}</dt>
      <dd><span class="state ${each.ok ? 'ok' : 'bad'}" title=${each.why ?? ''}>${each.ok ? o.ok : o.failed}</span></dd>`)}</dl></section>`;
  }

  #busiest() {
    if (!this.busy.data) return nothing;
    const { queues, exchanges, connections } = this.busy.data;
    const stat = (row, name) => at(row, `message_stats.${name}_details.rate`) ?? 0;
    const card = (title, heads, rows, link) => html`<section class="card w4"><h2>${title}</h2>${rows.length === 0 ? html`<p class="muted">${o.nothing}</p>`
      : html`<table class="tight"><thead><tr><th scope="col">${heads[0]}</th><th scope="col" class="number">${heads[1]}</th><th scope="col" class="number">${heads[2]}</th></tr></thead><tbody>
        ${rows.map(row => html`<tr><th scope="row">${link(row)}</th>${row.cells.map(cell => html`<td class="number">${cell}</td>`)}</tr>`)}</tbody></table>`}</section>`;
    const flowing = (rows, up, down, format, value) => rows.map(row => ({ row, cells: [up, down].map(name => value(row, name)) })).filter(each => each.cells.some(cell => cell > 0)).map(each => ({ ...each.row, cells: each.cells.map(format) }));
    const named = (page, row) => html`<a class="mono" href=${link(page, [row.vhost, row.name])} title=${row.vhost}>${row.name || o.standard}</a>`;
    return [
      card(o.busiest.queues, [o.queue, o.inPerSecond, o.outPerSecond], flowing(queues, 'publish', 'deliver_get', rate, stat), row => named('queue', row)),
      card(o.busiest.exchanges, [o.exchange, o.inPerSecond, o.outPerSecond], flowing(exchanges, 'publish_in', 'publish_out', rate, stat), row => named('exchange', { ...row, name: row.name || 'amq.default' })),
      card(o.busiest.connections, [o.connection, o.in, o.out], flowing(connections, 'recv_oct', 'send_oct', byteRate, (row, name) => at(row, `${name}_details.rate`) ?? 0),
        row => html`<a class="mono" href=${link('connection', [row.name])}>${row.user_provided_name || row.name}</a>`)];
  }
}
customElements.define('lv-page-overview', Overview);
