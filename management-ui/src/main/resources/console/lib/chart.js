import { html, nothing } from 'lit';
import 'chart.js';
import { nearest, timeScale, valueScale, withGaps } from './chart-scale.js';
import { byteRate, clock, rate, short } from './format.js';
import { span } from './live.js';
import { Part, Signal, Watch } from './part.js';
import { theme } from './shell.js';
import { t } from './texts.js';

/** The library's one small file is no module: it leaves itself with the page, with all that it has registered. */
const { Chart } = globalThis;

/** The same colour means the same on every page; lighter on a dark one. */
const LIGHT = {
  ready: '#2f5bd8', unacked: '#d9822b', publish: '#0e9f6e', deliver: '#7c5cff', ack: '#64748b', redeliver: '#c2410c',
  confirm: '#0e9f6e', return: '#c2410c', drop: '#c62f2f', get: '#7c5cff', in: '#0e9f6e', out: '#7c5cff',
};
const DARK = {
  ready: '#6f96ff', unacked: '#eda35c', publish: '#3cc391', deliver: '#a38cff', ack: '#94a3b8', redeliver: '#f0794a',
  confirm: '#3cc391', return: '#f0794a', drop: '#ff7b72', get: '#a38cff', in: '#3cc391', out: '#a38cff',
};
const DASHES = { confirm: [5, 3], return: [2, 2], get: [3, 3], drop: [2, 4] };

/** Samples of the API, newest first and of values that only grow, as rates per second between them. */
export function rates(samples) {
  const points = [];
  for (let i = (samples?.length ?? 0) - 2; i >= 0; i--) {
    const [older, newer] = [samples[i + 1], samples[i]];
    const seconds = (newer.timestamp - older.timestamp) / 1000;
    points.push({ x: newer.timestamp, y: seconds > 0 ? Math.max(0, newer.sample - older.sample) / seconds : null });
  }
  return withGaps(points);
}

/** Samples of the API as they are, oldest first. */
export const levels = samples => withGaps([...(samples ?? [])].reverse().map(each => ({ x: each.timestamp, y: each.sample })));

/** Each upon those before it. Not left to the library, whose stacks keep every time that they have ever seen: a page that stays open would grow. */
function piled(series) {
  const sums = new Map();
  return series.map(({ points }) => points.map(({ x, y }) => {
    if (y === null) return { x, y };
    const sum = (sums.get(x) ?? 0) + y;
    sums.set(x, sum);
    return { x, y: sum };
  }));
}

/** The time somebody points at, in all charts of the page; null for none. */
const cursor = new Signal(null);

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const MINUTE = 60_000;
/** Pixels for a mark of time with its text, half of a text, and the least beside the axis of values: a text stands where its time is, or not at all. */
const MARK = 76;
const HALF = { minutes: 20, seconds: 29 };
const BESIDE = 30;

const cursorLine = {
  id: 'cursor',
  afterDraw(chart) {
    const { ctx, chartArea: area, scales: { x } } = chart;
    if (cursor.value === null || cursor.value < x.min || cursor.value > x.max) return;
    const at = Math.round(x.getPixelForValue(cursor.value)) + 0.5;
    ctx.save();
    ctx.strokeStyle = css('--muted');
    ctx.beginPath();
    ctx.moveTo(at, area.top);
    ctx.lineTo(at, area.bottom);
    ctx.stroke();
    ctx.restore();
  },
  afterEvent(chart, { event }) {
    if (event.type === 'mouseout') { cursor.value = null; return; }
    const { chartArea: area, scales: { x } } = chart;
    if (event.x < area.left || event.x > area.right) return;
    const time = x.getValueForPixel(event.x);
    cursor.value = nearest(chart.data.datasets.flatMap(each => each.data), time, Infinity)?.x ?? null;
  },
};

/** A line chart over time with its figures below, those of now or of the time that is pointed at, and the same as a table. */
class TimeChart extends Part {
  static properties = {
    /** @type {{id: string, label: string, points: {x: number, y: number|null}[]}[]} `id` names colour and dash */
    series: { attribute: false },
    /** Of values, for axis and legend. */
    format: { attribute: false },
    label: {},
    stacked: { type: Boolean },
    /** Ids that are not drawn until somebody wants them. */
    off: { attribute: false },
    /** The longest time that may be chosen, in seconds, where that is more than an hour. */
    most: { attribute: false },
    /** A value that must not be exceeded: {label, value}. */
    limit: { attribute: false },
    table: { state: true },
  };

  watch = new Watch(this, cursor, theme);

  constructor() {
    super();
    this.series = [];
    this.format = short;
    this.hidden_ = null;
  }

  get #hidden() { return (this.hidden_ ??= new Set(this.off ?? [])); }

  get #colours() { return document.documentElement.dataset.theme === 'dark' ? DARK : LIGHT; }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.chart?.destroy();
    this.chart = undefined;
    cursor.value = null;
  }

  render() {
    const time = cursor.value;
    const last = each => each.points.at(-1)?.y ?? null;
    const shown = each => (time === null ? last(each) : nearest(each.points, time, 1)?.y ?? null);
    const summary = this.series.map(each => `${each.label} ${this.format(last(each))}`).join(', ');
    const none = this.series.every(each => each.points.length === 0);
    return html`<figure class="chart"><figcaption><h2>${this.label}</h2><time class="muted">${time === null ? '' : clock(time)}</time>
        <button class="quiet small" aria-label=${`${this.label}: ${this.table ? t.charts.asChart : t.charts.asTable}`} @click=${() => { this.table = !this.table; }}>${this.table ? t.charts.asChart : t.charts.asTable}</button></figcaption>
      <div class="canvas" ?hidden=${this.table}><canvas role="img" aria-label=${`${this.label}: ${summary}`}></canvas>${none ? html`<p class="muted">${t.charts.noData}</p>` : nothing}</div>
      ${this.table ? this.#asTable() : nothing}
      <div class="legend">${this.series.map(each => html`<button class="quiet small" aria-pressed=${!this.#hidden.has(each.id)} @click=${() => this.#toggle(each.id)}>
        <i style="--line:${this.#colours[each.id]}" class=${DASHES[each.id] ? 'dashed' : ''}></i>${each.label} <b>${this.format(shown(each))}</b></button>`)}
        ${this.limit ? html`<span class="legend-limit"><i class="dashed" style="--line:var(--bad)"></i>${this.limit.label} <b>${this.format(this.limit.value)}</b></span>` : nothing}</div></figure>`;
  }

  #toggle(id) {
    if (!this.#hidden.delete(id)) this.#hidden.add(id);
    this.requestUpdate();
  }

  #asTable() {
    const times = [...new Set(this.series.flatMap(each => each.points.map(point => point.x)))].sort((a, b) => b - a);
    const values = this.series.map(each => new Map(each.points.map(point => [point.x, point.y])));
    return html`<div class="table-box" tabindex="0" role="region" aria-label=${this.label}><table class="tight"><thead><tr><th scope="col">${t.charts.time}</th>${this.series.map(each => html`<th scope="col" class="number">${each.label}</th>`)}</tr></thead>
      <tbody>${times.map(x => html`<tr><th scope="row">${clock(x)}</th>${values.map(each => html`<td class="number">${this.format(each.get(x))}</td>`)}</tr>`)}</tbody></table></div>`;
  }

  /** The largest value that is drawn, and how the axis is divided for it. */
  #values(drawn) {
    const sums = new Map();
    for (const each of drawn) for (const { x, y } of each.points) sums.set(x, this.stacked ? (sums.get(x) ?? 0) + (y ?? 0) : Math.max(sums.get(x) ?? 0, y ?? 0));
    const top = Math.max(0, ...sums.values());
    // A limit that is far away would press everything to the ground: then the legend alone tells it.
    const limit = this.limit && this.limit.value <= top * 4 ? this.limit.value : 0;
    return { limit, scale: valueScale(Math.max(top, limit), this.format === byteRate ? 1024 : 1000, this.format === rate ? 0.1 : 1) };
  }

  updated() {
    if (this.table) return;
    const drawn = this.series.filter(each => !this.#hidden.has(each.id));
    const colours = this.#colours;
    const { limit, scale } = this.#values(drawn);
    const to = Math.max(...this.series.map(each => each.points.at(-1)?.x ?? 0)) || Date.now();
    const from = to - span(this.most) * 1000;
    const lines = this.stacked ? piled(drawn) : drawn.map(each => each.points);
    const datasets = drawn.map((each, i) => ({
      label: each.label, data: lines[i], borderColor: colours[each.id], borderWidth: 1.5, pointRadius: 0, pointHitRadius: 0,
      borderDash: DASHES[each.id] ?? [], backgroundColor: `${colours[each.id]}1a`, fill: this.stacked ? (i === 0 ? 'origin' : '-1') : false, spanGaps: false,
    }));
    if (limit > 0) datasets.push({ data: [{ x: from, y: limit }, { x: to, y: limit }], borderColor: css('--bad'), borderWidth: 1, borderDash: [4, 4], pointRadius: 0, fill: false });
    this.chart ??= this.#create();
    const { options, data } = this.chart;
    const { x, y } = options.scales;
    const width = this.chart.chartArea?.width ?? this.querySelector('.canvas').clientWidth - BESIDE;
    const { step, times } = timeScale(from, to, Math.max(2, Math.floor(width / MARK)), new Date(to).getTimezoneOffset());
    const half = (step >= MINUTE ? HALF.minutes : HALF.seconds) / width * (to - from);
    Object.assign(x, { min: from, max: to });
    x.ticks.color = y.ticks.color = css('--muted');
    x.ticks.callback = value => (step >= MINUTE ? clock(value).slice(0, 5) : clock(value));
    x.afterBuildTicks = axis => { axis.ticks = times.filter(value => value <= to - half).map(value => ({ value })); };
    Object.assign(y, { max: scale.max, grid: { color: css('--border') } });
    y.ticks.stepSize = scale.step;
    data.datasets = datasets;
    this.chart.update('none');
  }

  #create() {
    const ticks = { font: { size: 11 }, maxRotation: 0 };
    return new Chart(this.querySelector('canvas'), {
      type: 'line',
      data: { datasets: [] },
      plugins: [cursorLine],
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true, events: ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
        layout: { padding: { top: 4, right: 1 } },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        plugins: { legend: { display: false }, tooltip: { enabled: false } },
        scales: {
          x: { type: 'linear', grid: { display: false }, border: { display: false }, ticks: { ...ticks, autoSkip: false } },
          y: { beginAtZero: true, min: 0, border: { display: false }, afterFit: axis => { axis.width = Math.max(axis.width, BESIDE); }, ticks: { ...ticks, autoSkip: false, callback: value => this.format(value) } },
        },
      },
    });
  }
}
customElements.define('lv-chart', TimeChart);
