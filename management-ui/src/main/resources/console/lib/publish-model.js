import { argumentsOf, rowsOf } from './forms.js';
import { uuid } from './uuid.js';
import { p } from '../texts/publish.js';

// A message as somebody fills it in, and as the API takes it.

export const PROPERTIES = ['priority', 'expiration', 'message_id', 'correlation_id', 'reply_to', 'type', 'app_id', 'timestamp', 'user_id', 'content_encoding'];
const NUMBERS = new Set(['priority', 'timestamp']);
export const MOST = 10_000;

export const emptyModel = () => ({ to: 'exchange', vhost: '/', exchange: '', key: '', kind: 'text', payload: '', persistent: true, contentType: '', headersAs: 'rows', headerRows: [], headers: '', count: '1', rate: '' });

/** @param {object} known of vhost, exchange, key, payload…, and `headers` as JSON */
export function modelOf(known) {
  const model = { ...emptyModel(), ...known };
  if (known.exchange === '') model.to = 'queue';
  if (known.headers && !known.headerRows) model.headerRows = rowsOf(JSON.parse(known.headers));
  return model;
}

function headersOf(model) {
  if (model.headersAs === 'rows') return argumentsOf(model.headerRows);
  if (model.headers.trim() === '') return {};
  let headers;
  try { headers = JSON.parse(model.headers); } catch { throw new Error(p.badHeaders); }
  if (headers === null || typeof headers !== 'object' || Array.isArray(headers)) throw new Error(p.badHeaders);
  return headers;
}

/** From rows to JSON, or back. */
export function headersAs(model, way) {
  if (way === model.headersAs) return;
  const headers = headersOf(model);
  model.headerRows = rowsOf(headers);
  model.headers = Object.keys(headers).length > 0 ? JSON.stringify(headers, null, 2) : '';
  model.headersAs = way;
}

const filler = n => text => text.replaceAll('${n}', String(n)).replaceAll('${uuid}', uuid);

function filled(value, fill) {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map(each => filled(each, fill));
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, fill)])) : value;
}

/** @param {number} n which one of them it is, from 1 */
export function messageOf(model, n) {
  const fill = filler(n);
  const properties = { delivery_mode: model.persistent ? 2 : 1 };
  if (model.contentType) properties.content_type = model.contentType;
  const headers = filled(headersOf(model), fill);
  if (Object.keys(headers).length > 0) properties.headers = headers;
  for (const name of PROPERTIES) {
    const value = fill(model[name] ?? '');
    if (value !== '') properties[name] = NUMBERS.has(name) && /^\d+$/.test(value) ? Number(value) : value;
  }
  const base64 = model.kind === 'base64';
  return { properties, routing_key: fill(model.key), payload: base64 ? model.payload.replace(/\s/g, '') : fill(model.payload), payload_encoding: base64 ? 'base64' : 'string' };
}

/** @throws {Error} with what is wrong */
export function requireReadable(model) {
  if (model.kind === 'json') { try { JSON.parse(filler(1)(model.payload)); } catch (error) { throw new Error(`${p.badJson} ${error.message}`); } }
  if (model.kind === 'base64') { try { atob(model.payload.replace(/\s/g, '')); } catch { throw new Error(p.badBase64); } }
  headersOf(model);
}

export const countOf = model => Math.min(MOST, Math.max(1, Math.floor(Number(model.count)) || 1));

/** What to ask about where it would go. */
export function questionOf(model) {
  const message = messageOf(model, 1);
  return { vhost: model.vhost, exchange: model.exchange || 'amq.default', routing_key: message.routing_key, headers: message.properties.headers, payload_bytes: new TextEncoder().encode(message.payload).length };
}

// The last ones, until the tab is closed.

const KEY = 'leveret.published';
const KEPT = 20;
const LARGEST = 64 * 1024;

export function earlier() {
  try { return JSON.parse(sessionStorage.getItem(KEY) ?? '[]'); } catch { return []; }
}

export function remember(model) {
  const { payload } = model;
  if (payload.length > LARGEST) return;
  const all = [model, ...earlier().filter(each => JSON.stringify(each) !== JSON.stringify(model))].slice(0, KEPT);
  try { sessionStorage.setItem(KEY, JSON.stringify(all)); } catch { /* there is no room: they can be done without */ }
}
