import { html, nothing } from 'lit';
import 'chart.js';
import { Part } from './part.js';
import { clock, short } from './format.js';
import { t } from './texts.js';

/** The library's one small file is no module: it leaves itself with the page, with all that it has registered. */
const { Chart } = globalThis;

/** The same colour means the same on every page. */
export const COLOURS = {
  ready: '#2f5bd8', unacked: '#d9822b', publish: '#0e9f6e', deliver: '#7c5cff', ack: '#64748b', redeliver: '#c2410c',
  confirm: '#0e9f6e', return: '#c2410c', drop: '#c62f2f', get: '#7c5cff', in: '#0e9f6e', out: '#7c5cff',
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
  return points;
}

/** Samples of the API as they are, oldest first. */
export const levels = samples => [...(samples ?? [])].reverse().map(each => ({ x: each.timestamp, y: each.sample }));

const TWO_HOURS = 7_200_000;
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A line chart over time with its figures below, and the same as a table. */
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
    table: { state: true },
  };

  constructor() {
    super();
    this.series = [];
    this.format = short;
    this.hidden_ = null;
  }

  get #hidden() { return (this.hidden_ ??= new Set(this.off ?? [])); }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.chart?.destroy();
    this.chart = undefined;
  }

  render() {
    const last = each => each.points.at(-1)?.y ?? null;
    const summary = this.series.map(each => `${each.label} ${this.format(last(each))}`).join(', ');
    return html`<figure class="chart"><figcaption><h3>${this.label}</h3>
        <button class="quiet small" @click=${() => { this.table = !this.table; }}>${this.table ? t.charts.asChart : t.charts.asTable}</button></figcaption>
      <div class="canvas" ?hidden=${this.table}><canvas role="img" aria-label=${`${this.label}: ${summary}`}></canvas></div>
      ${this.table ? this.#asTable() : nothing}
      <div class="legend">${this.series.map(each => html`<button class="quiet small" aria-pressed=${!this.#hidden.has(each.id)} @click=${() => this.#toggle(each.id)}>
        <i style="background:${COLOURS[each.id]}" class=${DASHES[each.id] ? 'dashed' : ''}></i>${each.label} <b>${this.format(last(each))}</b></button>`)}</div></figure>`;
  }

  #toggle(id) {
    if (!this.#hidden.delete(id)) this.#hidden.add(id);
    this.requestUpdate();
  }

  #asTable() {
    const times = this.series[0]?.points.map(point => point.x) ?? [];
    return html`<div class="table-box"><table><thead><tr><th>${t.charts.time}</th>${this.series.map(each => html`<th class="number">${each.label}</th>`)}</tr></thead>
      <tbody>${times.map((x, i) => html`<tr><th>${clock(x)}</th>${this.series.map(each => html`<td class="number">${this.format(each.points[i]?.y)}</td>`)}</tr>`)}</tbody></table></div>`;
  }

  updated() {
    if (this.table) return;
    const datasets = this.series.map(each => ({
      label: each.label, data: each.points, hidden: this.#hidden.has(each.id), borderColor: COLOURS[each.id], borderWidth: 1.5, pointRadius: 0,
      borderDash: DASHES[each.id] ?? [], backgroundColor: `${COLOURS[each.id]}1a`, fill: this.stacked ? 'stack' : false, spanGaps: false,
    }));
    const points = this.series[0]?.points ?? [];
    const long = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0) > TWO_HOURS;
    const ticks = { color: css('--muted'), font: { size: 11 }, maxRotation: 0 };
    if (!this.chart) {
      this.chart = new Chart(this.querySelector('canvas'), {
        type: 'line',
        data: { datasets },
        options: {
          animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true,
          interaction: { mode: 'index', intersect: false },
          plugins: { legend: { display: false }, tooltip: { callbacks: { title: items => clock(items[0]?.parsed.x), label: item => `${item.dataset.label} ${this.format(item.parsed.y)}` } } },
          scales: {
            x: { type: 'linear', grid: { display: false }, ticks: { ...ticks, maxTicksLimit: 6, autoSkipPadding: 16 } },
            y: { beginAtZero: true, stacked: this.stacked, suggestedMax: 1, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 4, precision: this.format === short ? 0 : undefined, callback: value => this.format(value) } },
          },
        },
      });
    }
    const { chart } = this;
    chart.options.scales.y.grid = { color: css('--border') };
    chart.options.scales.x.ticks.color = chart.options.scales.y.ticks.color = css('--muted');
    chart.options.scales.x.ticks.callback = value => (long ? clock(value).slice(0, 5) : clock(value));
    chart.options.scales.x.min = points[0]?.x;
    chart.options.scales.x.max = points.at(-1)?.x;
    chart.data.datasets = datasets;
    chart.update('none');
  }
}
customElements.define('lv-chart', TimeChart);
