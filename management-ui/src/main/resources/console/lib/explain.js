import { html, nothing } from 'lit';
import { get, path, post } from './api.js';
import { problem, Part, Watch } from './part.js';
import { explanation, ways } from './explain-parts.js';
import { Poll } from './live.js';
import { route, setQuery, virtualHost } from './router.js';
import { r } from '../texts/explain.js';

const DEFAULT = 'amq.default';
const FIELDS = ['in', 'ex', 'key', 'headers', 'bytes', 'to'];

/** @returns {object|undefined} undefined for an empty text */
function headersOf(text) {
  if (!text) return undefined;
  const headers = JSON.parse(text);
  if (headers === null || typeof headers !== 'object' || Array.isArray(headers)) throw new SyntaxError(r.badHeaders);
  return headers;
}

/** The question, in the address, and its answer. The exchange may be known from the page that it stands on. */
class Explain extends Part {
  static properties = { vhost: {}, exchange: {}, wrong: { state: true }, names: { state: true } };

  watch = new Watch(this, route);

  poll = new Poll(this, signal => this.#ask(signal), { once: true });

  connectedCallback() {
    super.connectedCallback();
    this.ends = route.watch(() => this.#routed());
    this.asked = this.#asked;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends();
  }

  get question() {
    const { query } = route.value;
    return { ...query, in: this.vhost ?? query.in ?? (virtualHost() || '/'), ex: this.exchange ?? query.ex };
  }

  get #asked() { return JSON.stringify(FIELDS.map(name => this.question[name])); }

  #routed() {
    if (this.#asked === this.asked) return;
    this.asked = this.#asked;
    // Else what is typed stays: suggestions, too, draw the form anew.
    for (const field of this.renderRoot.querySelectorAll('form input')) field.value = this.question[field.name] ?? '';
    this.poll.restart();
  }

  async #ask(signal) {
    await this.updateComplete;
    const { in: vhost, ex, key, headers, bytes, to } = this.question;
    if (ex === undefined) return null;
    let read;
    try { read = headersOf(headers); } catch { this.wrong = r.badHeaders; return null; }
    this.wrong = undefined;
    return post(path('explain', vhost, ex || DEFAULT), { routing_key: key ?? '', headers: read, payload_bytes: bytes ? Number(bytes) : undefined, destination: to || undefined }, { signal });
  }

  render() {
    const { data, error } = this.poll;
    return html`${this.#form()}${this.wrong ? html`<p class="problem" role="alert">${this.wrong}</p>` : nothing}
      ${error ? problem(error) : data ? explanation(this.question.in, data) : data === null && !this.wrong ? html`<p class="muted">${r.choose}</p>` : nothing}`;
  }

  #form() {
    const now = this.question;
    const input = (name, label, more = {}) => html`<label class="field ${more.grow ?? ''}"><span>${label}</span><input name=${name} .value=${now[name] ?? ''} autocomplete="off" spellcheck="false"
      class=${more.mono === false ? '' : 'mono'} type=${more.type ?? 'text'} min=${more.type ? 0 : nothing} list=${more.list ?? nothing} placeholder=${more.placeholder ?? ''} @input=${more.input ?? (() => { })}></label>`;
    return html`<form class="explain-form" @submit=${event => this.#submit(event)}>
      ${this.exchange === undefined ? html`${input('in', r.vhost, { grow: 'short' })}${input('ex', r.exchange, { list: 'exchanges-known', placeholder: DEFAULT, input: event => this.#suggest(event) })}
        <datalist id="exchanges-known">${(this.names ?? []).map(each => html`<option value=${each}></option>`)}</datalist>` : nothing}
      ${input('key', r.key)}${input('headers', r.headers, { placeholder: '{"tenant": "a"}' })}${input('bytes', r.bytes, { type: 'number', grow: 'short' })}${input('to', r.destination, { placeholder: r.destinationHint })}
      <button class="primary">${r.go}</button></form>`;
  }

  #submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const changes = Object.fromEntries([...form].filter(([name]) => FIELDS.includes(name)).map(([name, value]) => [name, value === '' ? null : value]));
    if (this.exchange === undefined) changes.ex ??= DEFAULT;
    const before = this.asked;
    setQuery(changes);
    if (JSON.stringify(FIELDS.map(name => ({ ...this.question, ...changes })[name] ?? undefined)) === before) this.poll.restart();
  }

  #suggest(event) {
    clearTimeout(this.typing);
    const name = event.target.value;
    const vhost = event.target.form.elements.in.value;
    this.typing = setTimeout(async () => {
      try {
        const answer = await get(path('exchanges', vhost), { page: 1, page_size: 20, name, columns: 'name', disable_stats: 'true' });
        this.names = answer.items.map(each => each.name || DEFAULT);
      } catch { /* suggestions only */ }
    }, 200);
  }
}
customElements.define('lv-explain', Explain);

/** Which exchanges and keys lead to a queue. */
class Ways extends Part {
  static properties = { vhost: {}, queue: {} };

  poll = new Poll(this, async signal => {
    await this.updateComplete;
    return get(path('explain', this.vhost, 'q', this.queue), {}, { signal });
  }, { once: true });

  render() {
    const { data, error } = this.poll;
    return error ? problem(error) : data ? ways(this.vhost, data) : nothing;
  }
}
customElements.define('lv-ways', Ways);
