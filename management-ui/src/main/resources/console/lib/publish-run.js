import { path, post } from './api.js';
import { countOf, messageOf } from './publish-model.js';

/** Publishes one message after the other, at a rate; after a failure or a stop it goes on where it was. */
export class PublishRun {
  /** @param {() => void} tell when there is news */
  constructor(model, tell) {
    this.model = model;
    this.tell = tell;
    this.all = countOf(model);
    this.sent = 0;
    this.routed = 0;
    this.running = false;
    this.error = null;
  }

  get isOver() { return this.sent === this.all; }

  get unrouted() { return this.sent - this.routed; }

  stop() { this.stopped = true; }

  async go() {
    const where = `${path('exchanges', this.model.vhost, this.model.exchange || 'amq.default')}/publish`;
    const rate = Number(this.model.rate) || 0;
    const begun = performance.now();
    const before = this.sent;
    Object.assign(this, { running: true, stopped: false, error: null });
    this.tell();
    try {
      while (!this.isOver && !this.stopped) {
        const due = rate > 0 ? begun + (this.sent - before) * 1000 / rate : 0;
        const wait = due - performance.now();
        if (wait > 0) await new Promise(resolve => setTimeout(resolve, Math.min(wait, 200)));
        if (wait > 200) continue;
        const answer = await post(where, messageOf(this.model, this.sent + 1));
        this.sent++;
        if (answer.routed) this.routed++;
        this.tell();
      }
    } catch (error) {
      this.error = error;
    }
    this.running = false;
    this.tell();
  }
}
