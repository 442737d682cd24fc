import { stream } from './api.js';

const REDRAW = 200;
const SLOWEST = 30_000;

/**
 * Lit's reactive controller: what a stream of the API sends while its host is on the page, the newest first and no more than so many. While it is
 * paused, what comes waits, in the same bounds.
 */
export class EventStream {
  /**
   * @param {() => {where: string, query: object}} what asked anew at each start
   * @param {{limit: number, onOpen?: (data: any, signal: AbortSignal) => Promise<any[]>}} options `onOpen` gives what was before, the newest first
   */
  constructor(host, what, { limit, onOpen }) {
    Object.assign(this, { host, what, limit, onOpen });
    this.rows = [];
    this.paused = false;
    this.#reset();
    host.addController(this);
  }

  #reset() {
    this.waiting = [];
    this.skipped = 0;
    this.unseen = 0;
    this.failures = 0;
    this.serial = 0;
  }

  /** An element that is only moved to another place does not open a stream for it. */
  hostConnected() { this.retry = setTimeout(() => this.restart()); }

  hostDisconnected() {
    this.running?.abort();
    clearTimeout(this.retry);
    clearTimeout(this.drawing);
    this.drawing = undefined;
  }

  /** Begins anew, with nothing of before. */
  restart() {
    this.rows = [];
    this.#reset();
    this.#connect();
  }

  clear() {
    this.rows = [];
    this.waiting = [];
    this.skipped = 0;
    this.unseen = 0;
    this.host.requestUpdate();
  }

  pause(on) {
    this.paused = on;
    this.#flush();
  }

  async #connect() {
    this.running?.abort();
    clearTimeout(this.retry);
    const running = this.running = new AbortController();
    const { where, query } = this.what();
    this.#say('connecting');
    try {
      await stream(where, query, event => { if (!running.signal.aborted) this.#take(event, running.signal); }, running.signal);
      if (!running.signal.aborted && this.state !== 'ended') this.#lost(null);
    } catch (error) {
      if (!running.signal.aborted) this.#lost(error);
    }
  }

  #take({ event, data }, signal) {
    if (event === 'open') this.#opened(data, signal);
    else if ((event === 'message' || event === 'line') && !(data.number <= this.newest)) this.waiting.unshift({ ...data, serial: ++this.serial });
    else if (event === 'skipped') this.skipped += data.count;
    else if (event === 'unseen') this.unseen += data.count;
    else if (event === 'end') { this.#say('ended', data.reason); return; }
    if (this.waiting.length > 2 * this.limit) this.waiting.length = this.limit;
    this.drawing ??= setTimeout(() => this.#flush(), REDRAW);
  }

  async #opened(data, signal) {
    this.failures = 0;
    this.#say('open');
    if (!this.onOpen) return;
    this.rows = [];
    this.waiting = [];
    this.newest = 0;
    try {
      const before = await this.onOpen(data, signal);
      // What was written while both were asked for comes with both.
      this.newest = before[0]?.number ?? 0;
      const known = new Set([...this.waiting, ...this.rows].map(row => row.number));
      this.rows = [...this.rows, ...before.filter(row => !known.has(row.number)).map(row => ({ ...row, serial: `b${row.number}` }))].slice(0, this.limit);
      this.host.requestUpdate();
    } catch (error) {
      if (!signal.aborted) this.#say('failed', error.reason ?? error.message);
    }
  }

  #flush() {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    if (!this.paused) {
      this.rows = [...this.waiting, ...this.rows].slice(0, this.limit);
      this.waiting = [];
    }
    this.host.requestUpdate();
  }

  /** A broker that does not answer is asked again, later and later; what was refused is not. */
  #lost(error) {
    const refused = error?.kind && !['network', 'server'].includes(error.kind);
    this.#say('failed', error?.reason ?? '');
    this.error = error;
    if (!refused) this.retry = setTimeout(() => this.#connect(), Math.min(SLOWEST, 1000 * 2 ** ++this.failures));
  }

  #say(state, reason = '') {
    this.state = state;
    this.reason = reason;
    this.error = null;
    this.host.requestUpdate();
  }
}
