import { html, svg } from 'lit';

const WIDTH = 60;
const HEIGHT = 16;

/** Samples as the API gives them: newest first. */
export function sparkline(samples, label) {
  if (!samples || samples.length < 2) return html`<span class="dim">–</span>`;
  const values = samples.map(each => each.sample).reverse();
  const top = Math.max(...values, 1);
  const points = values.map((value, index) => `${(index / (values.length - 1) * WIDTH).toFixed(1)},${(HEIGHT - 1 - value / top * (HEIGHT - 2)).toFixed(1)}`);
  return html`<svg class="spark" width=${WIDTH} height=${HEIGHT} role="img" aria-label=${label}>${svg`<polyline points=${points.join(' ')}></polyline>`}</svg>`;
}
