import { html, nothing } from 'lit';
import { Part, Watch } from './part.js';
import { Poll } from './live.js';
import { get, path } from './api.js';
import { count } from './format.js';
import { link, route } from './router.js';
import { m } from '../texts/messages.js';
import './messages.js';
import './held.js';

/** A queue's messages: those that are ready, those that are held, those that wait for their time. */
class QueueMessages extends Part {
  static properties = { queue: { attribute: false } };

  watch = new Watch(this, route);

  delayed = new Poll(this, signal => get(`${this.where}/delayed`, { count: 1, truncate: 0 }, { signal }));

  get where() { return path('queues', this.queue.vhost, this.queue.name); }

  render() {
    const { queue } = this;
    const { page, names, query } = route.value;
    const delayed = this.delayed.data?.total ?? 0;
    const numbers = { ready: queue.messages_ready, unacked: queue.messages_unacknowledged, delayed };
    const view = ['unacked', 'delayed'].includes(query.view) ? query.view : 'ready';
    const ids = Object.keys(numbers).filter(id => id === 'ready' || id === view || numbers[id] > 0);
    return html`${ids.length > 1 ? html`<nav class="chips" aria-label=${m.view}>${ids.map(id => html`<a class="chip choice-link" href=${link(page, names, { ...query, view: id === 'ready' ? null : id, msg: null, from: null })} aria-current=${id === view ? 'true' : nothing}>${m.views[id]} <b>${count(numbers[id])}</b></a>`)}</nav>` : nothing}
      ${view === 'ready' ? html`<lv-messages .queue=${queue}></lv-messages>` : view === 'unacked' ? html`<lv-unacked .queue=${queue}></lv-unacked>` : html`<lv-delayed .where=${this.where} .vhost=${queue.vhost}></lv-delayed>`}`;
  }
}
customElements.define('lv-queue-messages', QueueMessages);
