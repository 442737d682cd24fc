import { html, svg } from 'lit';

const WIDTH = 60;
const HEIGHT = 16;

/** The least change that takes all of the height, as a part of what there is: a thousand and one are as many as a thousand. */
const MUCH = 0.25;

/** @param {number[]} values oldest first. How they change is seen, not how many they are; what does not change is a dotted line, else it would underline the text above. */
export function spark(values, label) {
  if (values.length < 2) return html`<span class="dim">–</span>`;
  const [low, top] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(top - low, top * MUCH, 1);
  const y = value => HEIGHT / 2 - (value - (low + top) / 2) / span * (HEIGHT - 2);
  const points = values.map((value, index) => `${(index / (values.length - 1) * WIDTH).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const flat = low === top;
  return html`<svg class="spark ${flat ? 'flat' : ''}" width=${WIDTH} height=${HEIGHT} viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>${svg`<polyline points=${points}></polyline>`}</svg>`;
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
