import { html } from 'lit';
import { Signal } from './part.js';
import { route, setQuery } from './router.js';
import { t } from './texts.js';

// One clock for all that is polled: how often, whether at all, and when somebody wants everything at once.

const KEY = 'leveret.interval';
export const INTERVALS = [1, 2, 5, 10, 30];
const USUAL_PERIOD = 2;

/** What was kept may be anything: an older console's, or typed by hand. */
function keptPeriod() {
  const seconds = Number.parseInt(localStorage.getItem(KEY) ?? '', 10);
  return seconds === 0 || INTERVALS.includes(seconds) ? seconds : USUAL_PERIOD;
}

/** Seconds; 0 is off. */
export const interval = new Signal(keptPeriod());
export const paused = new Signal(false);
/** What the page's polls say: {at: millis of the newest answer, error: ApiError?, retryAt: millis?}. */
export const status = new Signal({ at: null, error: null, retryAt: null });
/** Whether what is shown is old, as the newest of the polls to hear anything heard no answer. */
export const lost = new Signal(false);
status.watch(({ error }) => { lost.value = error !== null; });

const now = new EventTarget();

export function setPeriod(seconds) {
  localStorage.setItem(KEY, String(seconds));
  interval.value = seconds;
}

export function refresh() { now.dispatchEvent(new Event('refresh')); }

const SLOWEST = 30_000;

/**
 * Lit's reactive controller: asks again and again while its host is on the page, never twice at a time, and keeps the last answer when
 * asking fails. `data` is undefined before the first answer.
 */
export class Poll {
  /** @param {(signal: AbortSignal) => Promise<any>} ask */
  constructor(host, ask, { once = false } = {}) {
    this.host = host;
    this.ask = ask;
    this.once = once;
    this.data = undefined;
    this.error = null;
    this.at = null;
    this.failures = 0;
    host.addController(this);
  }

  /** When another poll hears the broker again, those that wait for it need not find out later. */
  hostConnected() {
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal };
    now.addEventListener('refresh', () => this.restart(), options);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#due(); }, options);
    this.ends = [interval.watch(() => this.#plan()), paused.watch(() => this.#plan()), lost.watch(isLost => { if (!isLost && this.error?.kind === 'network') this.restart(); })];
    this.restart();
  }

  hostDisconnected() {
    this.listeners.abort();
    this.ends.forEach(end => end());
    clearTimeout(this.timer);
    this.running?.abort();
  }

  /** Asks now; an answer to what was asked before is not wanted any more. */
  restart() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.#run();
  }

  #due() {
    if (!this.running) this.restart();
  }

  async #run() {
    const running = this.running = new AbortController();
    try {
      const data = await this.ask(running.signal);
      if (running.signal.aborted) return;
      this.data = data;
      this.error = null;
      this.at = Date.now();
      this.failures = 0;
      status.value = { at: this.at, error: null, retryAt: null };
    } catch (error) {
      if (running.signal.aborted) return;
      this.error = error;
      this.failures++;
      if (!error.kind) console.error(error);
    }
    this.running = null;
    this.host.requestUpdate();
    this.#plan();
  }

  /** That may change by itself. */
  get #unanswered() { return this.error?.kind === 'network' || this.error?.kind === 'server'; }

  #plan() {
    clearTimeout(this.timer);
    if (this.running) return;
    const wait = this.#wait();
    if (this.#unanswered) {
      status.value = { at: this.at ?? status.value.at, error: this.error, retryAt: wait === null ? null : Date.now() + wait };
    }
    if (wait !== null) this.timer = setTimeout(() => { if (!document.hidden) this.#run(); }, wait);
  }

  /** Milliseconds, null for never. What is gone or forbidden does not change by asking. */
  #wait() {
    if (this.#unanswered) {
      return Math.min(SLOWEST, 1000 * 2 ** this.failures) * (0.9 + Math.random() / 5);
    }
    if (this.once || paused.value || interval.value === 0 || this.error) return null;
    return interval.value * 1000 * (0.95 + Math.random() / 10);
  }
}

// Over which time a page's charts reach, and in which steps the broker keeps that: seconds.

const RANGES = [{ id: '1m', age: 60, step: 5 }, { id: '10m', age: 600, step: 5 }, { id: '1h', age: 3600, step: 60 }, { id: '8h', age: 28800, step: 600 }, { id: '24h', age: 86400, step: 1800 }];
const USUAL = RANGES[1];
/** Only of the whole and of virtual hosts more is kept. */
export const AN_HOUR = 3600;

const chosen = most => RANGES.find(each => each.id === route.value.query.range && each.age <= most) ?? USUAL;

/** The chosen time in seconds. */
export const span = (most = AN_HOUR) => chosen(most).age;

/** What to ask the API for, of `lengths`, `msg_rates` and `data_rates`. */
export function samples(kinds, most = AN_HOUR) {
  const { age, step } = chosen(most);
  return Object.fromEntries(kinds.flatMap(kind => [[`${kind}_age`, age], [`${kind}_incr`, step]]));
}

export const rangeChoice = (most = AN_HOUR) => html`<span class="choice range" role="group" aria-label=${t.charts.range}>${RANGES.filter(each => each.age <= most).map(each => html`<button class="small"
  aria-pressed=${each === chosen(most)} @click=${() => setQuery({ range: each === USUAL ? null : each.id })}>${t.charts.ranges[each.id]}</button>`)}</span>`;

/** Asks a page's poll anew when another range is chosen. @returns {() => void} ends it */
export function watchRange(poll) {
  let { range } = route.value.query;
  return route.watch(({ query }) => {
    if (query.range === range) return;
    range = query.range;
    poll.restart();
  });
}
