import { html } from 'lit';
import { bytes, byteRate, count, rate } from './format.js';

// What stands in tables: zeros are dim, and what is not known is a dash.

const dimmed = (value, text) => (value === 0 ? html`<span class="zero">${text}</span>` : value === undefined || value === null ? html`<span class="dim">–</span>` : text);

export const countCell = value => dimmed(value, count(value));
export const rateCell = value => dimmed(value, rate(value));
export const bytesCell = value => dimmed(value, bytes(value));
export const byteRateCell = value => dimmed(value, byteRate(value));
