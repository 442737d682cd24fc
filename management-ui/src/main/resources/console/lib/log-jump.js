import { html, nothing } from 'lit';
import { get } from './api.js';
import { time } from './format.js';
import { icon } from './part.js';
import { route, setQuery } from './router.js';
import { l } from '../texts/tail.js';

const PAGE = 500;
const SECOND = 1000;

/** For the field of the browser, which knows no zones. */
const local = millis => time(millis).replace(' ', 'T');

/** Lit's reactive controller: lines of the log from a time on, which stands in the address, instead of those that come. */
export class LogJump {
  /** @param {() => object} asked what is filtered by */
  constructor(host, asked) {
    Object.assign(this, { host, asked, rows: [], error: null });
    host.addController(this);
  }

  hostConnected() {
    this.end = route.watch(() => this.#routed());
    this.#routed();
  }

  hostDisconnected() {
    this.end();
    this.running?.abort();
  }

  /** Milliseconds, NaN for none. */
  get since() { return Number.parseInt(route.value.query.at, 10); }

  get isOn() { return !Number.isNaN(this.since); }

  #routed() {
    const question = JSON.stringify([this.since, this.asked()]);
    if (question === this.question) return;
    this.question = question;
    this.running?.abort();
    this.rows = [];
    this.ended = false;
    if (this.isOn) this.#load(this.since);
    this.host.requestUpdate();
  }

  async #load(since) {
    const running = this.running = new AbortController();
    try {
      const { lines } = await get('log', { ...this.asked(), since, limit: PAGE }, { signal: running.signal });
      const known = new Set(this.rows.map(each => each.number));
      this.rows = [...lines.filter(each => !known.has(each.number)).reverse(), ...this.rows];
      this.ended = lines.length < PAGE;
      this.error = null;
    } catch (error) {
      if (running.signal.aborted) return;
      this.error = error;
    }
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.host.querySelector('.log-line.target')?.scrollIntoView({ block: 'center' });
  }

  field() {
    return html`<label class="field"><span>${l.jump}</span><input type="datetime-local" step="1" name="at" .value=${this.isOn ? local(this.since) : ''} @change=${event => {
      const millis = new Date(event.target.value).getTime();
      setQuery({ at: Number.isNaN(millis) ? null : millis });
    }}></label>`;
  }

  bar() {
    return html`<div class="list-head stream-bar"><span role="status">${l.from(time(this.since))}</span><span class="count">${l.shown(this.rows.length)}</span><span class="grow"></span>
      ${this.ended ? nothing : html`<button @click=${() => this.#load(this.rows[0]?.at ?? this.since + SECOND)}>${l.later}</button>`}
      <button @click=${() => setQuery({ at: null })}>${icon('play')}${l.toLive}</button></div>`;
  }

  /** The first line from that time on. */
  isTarget(line) { return line === this.rows.at(-1); }
}
