import { html, svg } from 'lit';

const WIDTH = 60;
const HEIGHT = 16;

/** @param {number[]} values oldest first */
export function spark(values, label) {
  if (values.length < 2) return html`<span class="dim">–</span>`;
  const top = Math.max(...values, 1);
  const points = values.map((value, index) => `${(index / (values.length - 1) * WIDTH).toFixed(1)},${(HEIGHT - 1 - value / top * (HEIGHT - 2)).toFixed(1)}`);
  return html`<svg class="spark" width=${WIDTH} height=${HEIGHT} viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>${svg`<polyline points=${points.join(' ')}></polyline>`}</svg>`;
}

/** Samples as the API gives them: newest first. */
export const sparkline = (samples, label) => spark((samples ?? []).map(each => each.sample).reverse(), label);

const LENGTH = 120;
const THICK = 8;
const HIGH = 0.8;

/** How much of a limit is used: a bar beside the text that says the same. */
export function meter(used, limit, label, { bad = false, plain = false } = {}) {
  const share = limit > 0 ? Math.min(1, Math.max(0, used / limit)) : 0;
  return html`<svg class="meter ${bad ? 'bad' : share >= HIGH && !plain ? 'warn' : ''}" width=${LENGTH} height=${THICK} role="img" aria-label=${`${label}: ${Math.round(share * 100)} %`}>
    ${svg`<rect class="track" width=${LENGTH} height=${THICK} rx="4"></rect><rect class="used" width=${(share === 0 ? 0 : Math.max(3, share * LENGTH)).toFixed(1)} height=${THICK} rx="4"></rect>`}</svg>`;
}
