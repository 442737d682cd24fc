import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { get, path, post } from './api.js';
import { openDialog } from './dialog.js';
import { argumentRows, check, field } from './forms.js';
import { count } from './format.js';
import { explain, icon } from './part.js';
import { refresh } from './live.js';
import { countOf, earlier, emptyModel, headersAs, modelOf, PROPERTIES, questionOf, remember, requireReadable, MOST } from './publish-model.js';
import { PublishRun } from './publish-run.js';
import { t } from './texts.js';
import { p } from '../texts/publish.js';

const SUGGESTED = 50;
const DEFAULT = 'amq.default';

/** What is filled in, what became of it, and what may be typed next. */
class Drawer {
  constructor(known, close, redraw) {
    Object.assign(this, { close, redraw, model: modelOf(known), names: [], keys: [], error: null });
    this.#suggest();
  }

  async #suggest() {
    const { vhost, exchange, to } = this.model;
    const asked = this.asked = JSON.stringify([vhost, exchange, to]);
    try {
      const [names, keys] = await Promise.all([get(path(to === 'queue' ? 'queues' : 'exchanges', vhost), { page: 1, page_size: SUGGESTED, name: to === 'queue' ? this.model.key : exchange, columns: 'name', disable_stats: 'true' }),
        to === 'exchange' && exchange ? get(`${path('exchanges', vhost, exchange)}/bindings/source`, { page: 1, page_size: SUGGESTED, columns: 'routing_key' }).catch(() => ({ items: [] })) : { items: [] }]);
      if (asked !== this.asked) return;
      this.names = names.items.map(each => each.name).filter(Boolean);
      this.keys = [...new Set(keys.items.map(each => each.routing_key).filter(Boolean))];
      this.redraw();
    } catch { /* suggestions only */ }
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#suggest(), 250);
  }

  /** What is typed makes a new beginning of what was not finished. */
  #changed() {
    if (this.run && !this.run.running) this.run = undefined;
    this.error = null;
    this.redraw();
  }

  async submit(event) {
    event.preventDefault();
    if (this.run?.running) return;
    try { requireReadable(this.model); } catch (error) { this.error = error; this.redraw(); return; }
    if (!this.run || this.run.isOver) {
      this.run = new PublishRun({ ...this.model }, () => this.redraw());
      this.queues = undefined;
    }
    const { run } = this;
    await run.go();
    if (run.sent > 0) { remember({ ...this.model }); refresh(); }
    if (run.isOver && run.routed > 0) this.#countQueues(run);
  }

  async #countQueues(run) {
    try {
      const { vhost, exchange, ...question } = questionOf(run.model);
      const answer = await post(path('explain', vhost, exchange), { ...question, unmatched_limit: 1 });
      this.queues = answer.queues.length + (answer.queues_left_out ?? 0);
      this.redraw();
    } catch { /* that it was routed is known */ }
  }

  #field(label, name, more) { return field(label, this.model, name, { redraw: () => this.#changed(), ...more }); }

  draw() {
    const { model } = this;
    return html`<form @submit=${event => this.submit(event)}><div class="body">${this.#earlier()}
        <div class="form-grid">${this.#field(p.to, 'to', { options: p.kinds, redraw: () => { if (model.to === 'queue') model.exchange = ''; this.#later(); this.#changed(); } })}${this.#field(p.vhost, 'vhost', { required: true, redraw: () => { this.#later(); this.#changed(); } })}</div>
        ${model.to === 'queue' ? this.#field(p.queue, 'key', { required: true, autofocus: true, list: 'publish-names', redraw: () => { this.#later(); this.#changed(); } })
    : html`${this.#field(p.exchange, 'exchange', { list: 'publish-names', placeholder: DEFAULT, redraw: () => { this.#later(); this.#changed(); } })}${this.#field(p.key, 'key', { autofocus: true, list: 'publish-keys', help: p.hint })}`}
        <datalist id="publish-names">${this.names.map(each => html`<option value=${each}></option>`)}</datalist><datalist id="publish-keys">${this.keys.map(each => html`<option value=${each}></option>`)}</datalist>
        ${this.#payload()}${this.#headers()}
        <details ?open=${PROPERTIES.some(name => model[name])}><summary>${p.more}</summary><div class="form-grid">${this.#field(p.contentType, 'contentType', { list: 'publish-types' })}${PROPERTIES.map(name => this.#field(p.properties[name], name, { help: p.propertyHelp[name] }))}</div>
          <datalist id="publish-types"><option value="application/json"></option><option value="text/plain"></option><option value="application/octet-stream"></option></datalist></details>
        ${check(p.persistent, model, 'persistent', () => this.#changed())}
        <div class="form-grid">${this.#field(p.count(MOST), 'count', { type: 'number' })}${this.#field(p.rate, 'rate', { type: 'number', help: p.rateHelp })}</div>
        ${this.#result()}</div>
      <footer>${this.#buttons()}</footer></form>`;
  }

  #earlier() {
    const all = earlier();
    if (all.length === 0) return nothing;
    return html`<label class="field"><span>${p.again}</span><select @change=${event => { Object.assign(this.model, emptyModel(), all[event.target.value]); event.target.value = ''; this.#changed(); }}><option value="">–</option>
      ${all.map((each, i) => html`<option value=${i}>${each.exchange || p.standard} · ${each.key} · ${each.payload.slice(0, 40)}</option>`)}</select></label>`;
  }

  #payload() {
    const { model } = this;
    return html`<label class="field"><span>${p.payload}</span><textarea name="payload" class="mono" rows="8" spellcheck="false" .value=${live(model.payload)} @input=${event => { model.payload = event.target.value; this.#changed(); }}></textarea></label>
      <p class="copy-row"><span class="choice" role="group" aria-label=${p.kind}>${p.payloads.map(([id, text]) => html`<button type="button" class="small" aria-pressed=${model.kind === id} @click=${() => { model.kind = id; this.#changed(); }}>${text}</button>`)}</span>
        ${model.kind === 'json' ? html`<button type="button" class="small" @click=${() => this.#pretty()}>${p.pretty}</button>${this.#jsonState()}` : nothing}<span class="grow"></span>
        <label class="button small">${icon('upload')}${p.loadFile}<input type="file" class="hidden" @change=${event => this.#readFile(event)}></label></p>`;
  }

  #jsonState() {
    try { requireReadable({ ...this.model, headersAs: 'rows', headerRows: [] }); return html`<span class="ok">${icon('check')} ${p.goodJson}</span>`; } catch (error) { return html`<span class="problem">${error.message}</span>`; }
  }

  #pretty() {
    try { this.model.payload = JSON.stringify(JSON.parse(this.model.payload), null, 2); this.#changed(); } catch (error) { this.error = new Error(`${p.badJson} ${error.message}`); this.redraw(); }
  }

  async #readFile(event) {
    const { model } = this;
    const bytes = new Uint8Array(await event.target.files[0].arrayBuffer());
    event.target.value = '';
    try {
      model.payload = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      model.kind = 'text';
    } catch {
      model.payload = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
      model.kind = 'base64';
    }
    this.#changed();
  }

  #headers() {
    const { model } = this;
    const way = id => html`<button type="button" class="small" aria-pressed=${model.headersAs === id} @click=${() => { try { headersAs(model, id); this.#changed(); } catch (error) { this.error = error; this.redraw(); } }}>${p.headersAs[id]}</button>`;
    return html`${model.headersAs === 'rows' ? argumentRows(model.headerRows, [], () => this.#changed(), { legend: p.headers, remove: p.removeHeader })
      : html`<label class="field"><span>${p.headers}</span><textarea name="headers" class="mono" rows="4" spellcheck="false" .value=${live(model.headers)} @input=${event => { model.headers = event.target.value; this.#changed(); }}></textarea></label>`}
      <p class="choice" role="group" aria-label=${p.headersHow}>${way('rows')}${way('json')}</p>`;
  }

  #result() {
    const { run, error } = this;
    if (error) return html`<p class="problem" role="alert">${error.message}</p>`;
    if (!run) return nothing;
    return html`<div role=${run.error ? 'alert' : 'status'}>${run.all > 1 ? html`<progress max=${run.all} value=${run.sent} aria-label=${p.title}></progress><p>${p.progress(count(run.sent), count(run.all))}</p>` : nothing}
      ${run.error ? html`<p class="problem">${explain(run.error)}</p>` : nothing}
      ${run.isOver && run.routed > 0 ? html`<p class="ok">${icon('check')} ${p.routed(count(run.routed), run.routed, this.queues)}</p>` : nothing}
      ${run.unrouted > 0 ? html`<p class="problem">${p.unrouted(count(run.unrouted), run.unrouted)} <button type="button" class="small" @click=${() => this.#explain()}>${p.explain}</button></p>` : nothing}</div>`;
  }

  async #explain() {
    try {
      requireReadable(this.model);
      (await import('./explain-drawer.js')).explainDrawer(questionOf(this.model));
    } catch (error) {
      this.error = error;
      this.redraw();
    }
  }

  #buttons() {
    const { run } = this;
    const unfinished = run && !run.running && !run.isOver && run.sent > 0;
    return html`<button type="button" @click=${() => this.#explain()}>${icon('search')}${p.explain}</button><span class="grow"></span><button type="button" @click=${() => this.close()}>${t.close}</button>
      ${run?.running ? html`<button type="button" @click=${() => run.stop()}>${p.stop}</button>` : unfinished ? html`<button type="button" @click=${() => this.#changed()}>${p.fromStart}</button><button class="primary">${p.goOn(count(run.sent + 1))}</button>`
    : html`<button class="primary">${icon('send')}${p.verb(count(countOf(this.model)), countOf(this.model))}</button>`}`;
  }

  leave() {
    clearTimeout(this.timer);
    this.run?.stop();
  }
}

/** @param {object} known of vhost, exchange, key, payload… */
export async function publishForm(known) {
  let drawer;
  await openDialog(p.title, (close, redraw) => {
    drawer ??= new Drawer(known, close, redraw);
    return drawer.draw();
  }, { drawer: true });
  drawer.leave();
}
