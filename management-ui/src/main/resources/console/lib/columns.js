import { at } from './format.js';
import { virtualHost } from './router.js';
import { bytesCell, byteRateCell, countCell, rateCell } from './cells.js';

// Columns that many lists have.

/** For columns that are good to know, besides names, states and figures: pixels of windows that have room for some of them, and for all. */
export const unlessNarrow = () => 1280;
export const ifWide = () => 1500;

export const text = (id, title, more = {}) => ({ id, title, cell: row => at(row, id) ?? '', ...more });

export const number = (id, title, more = {}) => ({ id, title, numeric: true, cell: row => countCell(at(row, id)), ...more });

export const size = (id, title, more = {}) => ({ id, title, numeric: true, cell: row => bytesCell(at(row, id)), ...more });

/** Events per second; `name` is the key of the statistics, which are missing until something happened. */
export function perSecond(id, title, name, { inside = 'message_stats.', ...more } = {}) {
  const field = `${inside}${name}_details.rate`;
  return { id, title, numeric: true, fields: [field], sort: field, cell: row => rateCell(at(row, field) ?? 0), ...more };
}

export function bytesPerSecond(id, title, name, more = {}) {
  const field = `${name}_details.rate`;
  return { id, title, numeric: true, fields: [field], sort: field, cell: row => byteRateCell(at(row, field) ?? 0), ...more };
}

/** Where it is; not needed when all are in the same one. */
export const vhost = title => text('vhost', title, { when: () => virtualHost() === '' });
