import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { path, post } from './api.js';
import { check, field, openForm } from './forms.js';
import { refresh } from './live.js';
import { go } from './router.js';
import { toast } from './toast.js';
import { uuid } from './uuid.js';
import { p } from '../texts/publish.js';

const PROPERTIES = [['priority', p.priority], ['expiration', p.expiration], ['message_id', p.messageId], ['correlation_id', p.correlationId], ['reply_to', p.replyTo], ['type', p.type], ['app_id', p.appId]];
const NUMBERS = new Set(['priority']);
const KEPT = 20;
/** Until the page is reloaded. */
const earlier = [];

function headersOf(text) {
  if (text.trim() === '') return undefined;
  let headers;
  try { headers = JSON.parse(text); } catch { throw new Error(p.badHeaders); }
  if (headers === null || typeof headers !== 'object' || Array.isArray(headers)) throw new Error(p.badHeaders);
  return headers;
}

function messageOf(model, n) {
  const fill = text => text.replaceAll('${n}', String(n)).replaceAll('${uuid}', uuid);
  const properties = { delivery_mode: model.persistent ? 2 : 1 };
  if (model.contentType) properties.content_type = model.contentType;
  const headers = headersOf(model.headers);
  if (headers) properties.headers = headers;
  for (const [name] of PROPERTIES) {
    const value = fill(model[name] ?? '');
    if (value !== '') properties[name] = NUMBERS.has(name) && /^\d+$/.test(value) ? Number(value) : value;
  }
  return { properties, routing_key: fill(model.key), payload: model.kind === 'base64' ? model.payload : fill(model.payload), payload_encoding: model.kind === 'base64' ? 'base64' : 'string' };
}

function requireReadable(model) {
  if (model.kind === 'json') { try { JSON.parse(model.payload); } catch { throw new Error(p.badJson); } }
  headersOf(model.headers);
}

async function publish(model) {
  requireReadable(model);
  const where = path('exchanges', model.vhost, model.exchange || 'amq.default');
  const count = Math.min(1000, Math.max(1, Number(model.count) || 1));
  let routed = 0;
  for (let n = 1; n <= count; n++) {
    const answer = await post(`${where}/publish`, messageOf(model, n));
    if (answer.routed) routed++;
  }
  return { routed, unrouted: count - routed };
}

async function readFile(event, model, redraw) {
  const bytes = new Uint8Array(await event.target.files[0].arrayBuffer());
  try {
    model.payload = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    model.kind = 'text';
  } catch {
    model.payload = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
    model.kind = 'base64';
  }
  redraw();
}

/** @param {object} known of vhost, exchange, key, payload… */
export async function publishForm(known) {
  const model = { exchange: '', key: '', kind: 'text', payload: '', persistent: true, contentType: '', headers: '', count: '1', ...known };
  let result;
  const done = await openForm({
    title: p.title, verb: p.verb, wide: true,
    fields: redraw => html`
      ${earlier.length > 0 ? html`<label class="field"><span>${p.again}</span><select @change=${event => { Object.assign(model, earlier[event.target.value] ?? {}); redraw(); }}><option value="">–</option>
        ${earlier.map((each, i) => html`<option value=${i}>${each.exchange || '(default)'} · ${each.key} · ${each.payload.slice(0, 40)}</option>`)}</select></label>` : nothing}
      ${field(p.vhost, model, 'vhost', { required: true })}${field(p.exchange, model, 'exchange')}${field(p.key, model, 'key', { autofocus: true, help: p.hint })}
      <label class="field"><span>${p.payload}</span><textarea name="payload" rows="6" .value=${live(model.payload)} @input=${event => { model.payload = event.target.value; }}></textarea></label>
      <p class="copy-row">${field(p.kind, model, 'kind', { options: [['text', p.text], ['json', p.json], ['base64', p.base64]], redraw })}
        ${model.kind === 'json' ? html`<button type="button" @click=${() => { try { model.payload = JSON.stringify(JSON.parse(model.payload), null, 2); redraw(); } catch { toast(p.badJson, { bad: true }); } }}>${p.pretty}</button>` : nothing}
        <label class="button">${p.loadFile}<input type="file" class="hidden" @change=${event => readFile(event, model, redraw)}></label></p>
      ${check(p.persistent, model, 'persistent')}${field(p.contentType, model, 'contentType')}
      <label class="field"><span>${p.headers}</span><textarea name="headers" rows="2" .value=${live(model.headers)} @input=${event => { model.headers = event.target.value; }}></textarea></label>
      <details><summary>${p.more}</summary>${PROPERTIES.map(([name, label]) => field(label, model, name))}</details>
      ${field(p.count, model, 'count', { type: 'number' })}`,
    run: async () => { result = await publish(model); },
  });
  if (!done) return;
  earlier.unshift({ ...model });
  earlier.length = Math.min(earlier.length, KEPT);
  if (result.routed > 0) toast(p.routed(result.routed));
  if (result.unrouted > 0) {
    const { vhost, exchange, key, headers } = earlier[0];
    toast(p.unrouted(result.unrouted), { bad: true, action: { text: p.explain, run: () => go('explain', [], { in: vhost, ex: exchange || 'amq.default', key, headers: headers.trim() }) } });
  }
  refresh();
}
