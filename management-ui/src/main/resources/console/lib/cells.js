import { html } from 'lit';
import { bytes, byteRate, count, duration, rate, time } from './format.js';

// What stands in tables: zeros are dim, and what is not known is a dash.

const dimmed = (value, text) => (value === 0 ? html`<span class="zero">${text}</span>` : value === undefined || value === null ? html`<span class="dim">–</span>` : text);

export const countCell = value => dimmed(value, count(value));
export const rateCell = value => dimmed(value, rate(value));
export const bytesCell = value => dimmed(value, bytes(value));
export const byteRateCell = value => dimmed(value, byteRate(value));

/** How long a queue's next message has been there. */
export function ageOf({ head_message_since: since, head_message_older: older }) {
  const at = since ? Date.parse(since) : undefined;
  return at ? html`<span title=${time(at)}>${older ? '> ' : ''}${duration(Math.max(0, Date.now() - at) / 1000)}</span>` : html`<span class="dim">–</span>`;
}
