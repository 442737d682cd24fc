import { html, nothing } from 'lit';
import { Part, Watch, explain, icon } from './part.js';
import { get, readOnly } from './api.js';
import { link, route, setQuery } from './router.js';
import { exchangeLink } from './binding-rows.js';
import { bytesOf, hex, jsonOf, textOf } from './message-body.js';
import { deaths, typeOf, withoutDeaths } from './x-death.js';
import { jsonTree } from './json-tree.js';
import { facts, table } from './detail.js';
import { publishForm } from './doing.js';
import { download } from './list-export.js';
import { copy } from './clipboard.js';
import { bytes, count, duration, time } from './format.js';
import { toast } from './toast.js';
import { m } from '../texts/messages.js';

const LARGEST = 1_048_576;
const READABLE = { timestamp: value => time(value * 1000), delivery_mode: value => (value === 2 ? '2, persistent' : String(value)) };

/** What publishing the same again starts from. */
function publishAgain(message, vhost) {
  const { headers, delivery_mode: mode, content_type: contentType, ...properties } = message.properties;
  const own = withoutDeaths(headers);
  const plain = textOf(message);
  // Text with what the form would fill in goes as it is.
  const text = plain === undefined || /\$\{(n|uuid)\}/.test(plain) ? undefined : plain;
  const payload = text ?? btoa(Array.from(bytesOf(message), byte => String.fromCharCode(byte)).join(''));
  const texts = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]));
  return publishForm({ ...texts, vhost, exchange: message.exchange, key: message.routing_key, payload, kind: text === undefined ? 'base64' : 'text', persistent: mode === 2, contentType: contentType ?? '', headers: Object.keys(own).length > 0 ? JSON.stringify(own, null, 1) : '' });
}

/** One message beside the list: all that is known of it. */
class Message extends Part {
  static properties = { message: { attribute: false }, vhost: { attribute: false }, where: { attribute: false }, actions: { attribute: false }, full: { state: true } };

  watch = new Watch(this, route, readOnly);

  willUpdate(changed) {
    if (changed.has('message') && changed.get('message')?.id !== this.message.id) this.full = undefined;
  }

  render() {
    const message = this.full ?? this.message;
    return html`<aside class="card message" aria-label=${m.message} @keydown=${event => { if (event.key === 'Escape') this.#close(); }}>
      <header><h2 class="mono">${message.routing_key || m.noKey}</h2><button class="quiet" aria-label=${m.close} title=${m.close} @click=${() => this.#close()}>${icon('close')}</button></header>
      <p class="row-buttons left">${readOnly.value || this.truncated ? nothing : html`<button @click=${() => publishAgain(message, this.vhost)}>${icon('send')}${m.again_}</button>`}${this.actions}</p>
      ${this.#facts(message)}${this.#deaths(message)}${this.#headers(message)}${this.#body(message)}</aside>`;
  }

  #close() { this.dispatchEvent(new CustomEvent('close-message')); }

  get truncated() { const message = this.full ?? this.message; return message.payload_truncated ?? message.truncated ?? false; }

  #facts(message) {
    const { headers, ...properties } = message.properties;
    return facts([[m.exchange, exchangeLink(this.vhost, message.exchange)], [m.position, message.position === undefined ? '' : count(message.position)],
      [m.arrived, message.arrived_at || message.at ? time(message.arrived_at ?? message.at) : ''], [m.age, message.age === undefined ? '' : duration(message.age / 1000)], [m.dueAt, message.due_at ? time(message.due_at) : ''],
      [m.expires, message.expired ? m.expired : message.expires_at ? time(message.expires_at) : ''], [m.deliveries, message.delivery_count > 0 ? count(message.delivery_count) : ''], [m.acquired, message.acquired_count > 0 ? count(message.acquired_count) : ''],
      ...Object.entries(properties).map(([name, value]) => [html`<code>${name}</code>`, html`<code>${READABLE[name]?.(value) ?? String(value)}</code>`])]);
  }

  #deaths(message) {
    const { headers } = message.properties;
    const all = deaths(headers);
    if (all.length === 0) return nothing;
    return html`<h3>${m.deaths}</h3><ol class="deaths">${all.map(each => html`<li><strong>${m.died(each.reason, each.count)}</strong> ${m.diedIn} <a class="mono" href=${link('queue', [this.vhost, each.queue])}>${each.queue}</a>${each.first ? html`, <span class="one-line">${m.first(time(each.first))}</span>` : nothing}
      <small class="muted">${m.came} ${exchangeLink(this.vhost, each.exchange)} ${each.keys.length > 0 ? html`${m.withKey} <code>${each.keys.join(', ')}</code>` : nothing}</small></li>`)}</ol>
      ${headers['x-redriven'] === undefined ? nothing : html`<p>${m.redriven(Number(headers['x-redriven']))}</p>`}`;
  }

  #headers(message) {
    const own = withoutDeaths(message.properties.headers);
    const others = Object.entries(message.properties.headers ?? {}).filter(([name]) => !(name in own));
    const rows = entries => table([m.name, m.kind, m.value], entries.map(([name, value]) => [html`<code>${name}</code>`, html`<span class="tag">${typeOf(value)}</span>`,
      html`<code class="value">${typeof value === 'string' ? value : JSON.stringify(value)}</code>`]), m.noHeaders);
    return html`<h3>${m.headers}</h3>${rows(Object.entries(own))}${others.length > 0 ? html`<details><summary class="muted">${m.ofDeaths(others.length)}</summary>${rows(others)}</details>` : nothing}`;
  }

  #body(message) {
    const text = textOf(message);
    const json = jsonOf(text);
    const kinds = [json && 'tree', text !== undefined && 'text', 'hex'].filter(Boolean);
    const asked = route.value.query.body;
    const kind = kinds.includes(asked) ? asked : kinds[0];
    return html`<div class="body-head"><h3>${m.body}</h3><span class="muted">${bytes(message.payload_bytes)}</span><span class="grow"></span>
        ${kinds.length > 1 ? html`<span class="choice" role="group" aria-label=${m.bodyAs}>${kinds.map(each => html`<button class="small" aria-pressed=${each === kind} @click=${() => setQuery({ body: each }, { replace: true })}>${m.as[each]}</button>`)}</span>` : nothing}</div>
      ${this.truncated ? this.#part(message) : nothing}
      ${message.payload_bytes === 0 ? html`<p class="muted">${m.emptyBody}</p>` : kind === 'tree' ? html`<div class="json-box">${jsonTree(json.value)}</div>`
    : html`<pre class=${kind}>${kind === 'hex' ? hex(bytesOf(message)) : text}</pre>`}
      <p class="row-buttons left"><button @click=${() => copy(text ?? message.payload)}>${icon('copy')}${m.copy}</button>
        <button @click=${() => download(`${message.id ?? 'message'}${json ? '.json' : text === undefined ? '.bin' : '.txt'}`, 'application/octet-stream', bytesOf(message))}>${icon('download')}${m.download}</button></p>`;
  }

  #part(message) {
    const shown = bytesOf(message).length;
    return html`<p>${m.part(bytes(shown), bytes(message.payload_bytes))} ${this.full ? m.tooLong : this.where ? html`<button class="small" @click=${() => this.#load()}>${m.loadAll}</button>` : nothing}</p>`;
  }

  /** The message in its place, if it still stands there, with as much of the body as the API gives. */
  async #load() {
    const asked = this.message;
    try {
      const answer = await get(this.where, { offset: asked.position, count: 1, truncate: LARGEST });
      if (this.message.id !== asked.id) return;
      if (answer.messages[0]?.id === asked.id) this.full = answer.messages[0]; else toast(m.moved, { bad: true });
    } catch (error) {
      toast(explain(error), { bad: true });
    }
  }
}
customElements.define('lv-message', Message);
