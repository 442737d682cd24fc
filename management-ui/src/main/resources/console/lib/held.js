import { html, nothing } from 'lit';
import { Part, Watch, empty, explain, problem, icon } from './part.js';
import { Poll } from './live.js';
import { get, path, remove, readOnly } from './api.js';
import { link, route, setQuery } from './router.js';
import { keyCell, ageCell, preview, sizeColumn } from './message-columns.js';
import { countCell } from './cells.js';
import { confirmAction } from './dialog.js';
import { closeConnections } from './doing.js';
import { rowTable } from './row-table.js';
import { duration, time } from './format.js';
import { toast } from './toast.js';
import { t } from './texts.js';
import { m } from '../texts/messages.js';
import './message.js';

const waiting = html`<div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div><div></div></div>`;

const UNACKED = [
  { id: 'key', title: m.key, cell: row => (row.routing_key === undefined ? html`<span class="dim">–</span>` : row.routing_key || html`<span class="dim">${m.noKey}</span>`) },
  { id: 'age', title: m.held, numeric: true, cell: row => ageCell(row.age, row.delivered_at) },
  { id: 'consumer', title: m.consumer, broad: true, cell: row => (row.consumer_tag === undefined ? html`<span class="dim">${m.got}</span>` : html`<code class="clip" title=${row.consumer_tag}>${row.consumer_tag}</code>`) },
  { id: 'channel', title: m.channel, broad: true, cell: row => html`<a class="mono" href=${link('channel', [row.channel_details?.name ?? ''])}>${row.channel_details?.name}</a>` },
  { id: 'tag', title: m.tag, numeric: true, cell: row => countCell(row.delivery_tag) },
  sizeColumn,
  { id: 'deliveries', title: m.deliveries, numeric: true, cell: row => countCell(row.delivery_count) },
];
const PAGE = 100;

/** What consumers hold, the oldest first. Only they can settle it; who closes their connection takes it back. */
class Unacked extends Part {
  static properties = { queue: { attribute: false } };

  watch = new Watch(this, route, readOnly);

  constructor() {
    super();
    this.poll = new Poll(this, signal => get(`${path('queues', this.queue.vhost, this.queue.name)}/unacked`, { count: PAGE, offset: this.offset }, { signal }));
  }

  /** How many are passed by; it stands in the address. */
  get offset() { return Math.max(0, Number(route.value.query.from) || 0); }

  connectedCallback() {
    super.connectedCallback();
    let was = this.offset;
    this.end = route.watch(() => { if (this.offset !== was) { was = this.offset; this.poll.restart(); } });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  async #takeBack(connection) {
    if (await closeConnections([{ name: connection }])) this.poll.restart();
  }

  #to(offset) { setQuery({ from: offset > 0 ? offset : null }); }

  render() {
    const { data, error } = this.poll;
    if (!data) return error ? problem(error) : waiting;
    const { messages, offset, total } = data;
    const close = row => html`<span class="row-buttons"><button class="quiet small danger" aria-label=${m.takeBack} title=${m.takeBack} @click=${() => this.#takeBack(row.channel_details?.connection_name)}>${icon('close')}</button></span>`;
    const columns = readOnly.value ? UNACKED : [...UNACKED, { id: 'close', title: '', cell: close }];
    return html`${messages.length === 0 ? nothing : html`<p class="muted">${m.heldHint}</p>`}${error ? html`<p class="problem" role="alert">${explain(error)}</p>` : nothing}
      ${messages.length === 0 ? empty(m.noneHeld, m.noneHeldText) : rowTable(columns, messages, { key: row => `${row.id} ${row.channel_details?.name} ${row.delivery_tag}`, label: m.views.unacked, stale: error !== null })}
      ${total > PAGE || offset > 0 ? html`<nav class="pages"><button class="quiet" aria-label=${m.previous} ?disabled=${offset === 0} @click=${() => this.#to(offset - PAGE)}>${icon('left')}</button>
        <span>${m.from(offset + 1, offset + messages.length, total)}</span><button class="quiet" aria-label=${m.next} ?disabled=${offset + messages.length >= total} @click=${() => this.#to(offset + PAGE)}>${icon('right')}</button></nav>` : nothing}`;
  }
}
customElements.define('lv-unacked', Unacked);

const toggle = row => { const { page, names, query } = route.value; return link(page, names, { ...query, msg: query.msg === row.id ? null : row.id }); };
const dueCell = row => html`<span title=${time(row.due_at)}>${duration(Math.max(0, row.due_at - Date.now()) / 1000)}</span>`;

/** What a queue or an exchange holds back for a while; each can be taken out for good. */
class Delayed extends Part {
  static properties = { where: { attribute: false }, vhost: { attribute: false }, count: { state: true } };

  watch = new Watch(this, route, readOnly);

  constructor() {
    super();
    this.count = PAGE;
    this.poll = new Poll(this, signal => get(`${this.where}/delayed`, { count: this.count }, { signal }));
  }

  async #cancel(row) {
    const agreed = await confirmAction({ title: m.cancelTitle, consequence: m.cancelText(row.routing_key), verb: m.cancelTitle, run: () => remove(`${this.where}/delayed/${encodeURIComponent(row.id)}`) });
    if (!agreed) return;
    toast(m.cancelled);
    setQuery({ msg: null }, { replace: true });
    this.poll.restart();
  }

  render() {
    const { data, error } = this.poll;
    if (!data) return error ? problem(error) : waiting;
    if (data.messages.length === 0) return empty(m.noneDelayed, m.noneDelayedText);
    const cancel = row => html`<button class="danger small" @click=${() => this.#cancel(row)}>${icon('trash')}${m.cancel}</button>`;
    const columns = [{ id: 'key', title: m.key, cell: row => keyCell(row, toggle(row)) }, { id: 'due', title: m.due, numeric: true, cell: dueCell }, { id: 'at', title: m.dueAt, cell: row => time(row.due_at) }, sizeColumn,
      { id: 'payload', title: m.payload, cell: preview }, ...(readOnly.value ? [] : [{ id: 'cancel', title: '', cell: cancel }])];
    const open = data.messages.find(row => row.id === route.value.query.msg);
    return html`${error ? html`<p class="problem" role="alert">${explain(error)}</p>` : nothing}<p class="count">${m.shownOf(data.messages.length, data.total)}</p>
      <div class="split ${open ? 'open' : ''}"><div class="split-list">${rowTable(columns, data.messages, { key: row => row.id, label: m.views.delayed, current: open?.id, stale: error !== null })}
      ${data.messages.length < data.total && this.count < 500 ? html`<p><button @click=${() => { this.count = 500; this.poll.restart(); }}>${m.more}</button></p>` : nothing}</div>
      ${open ? html`<lv-message @close-message=${() => setQuery({ msg: null })} .message=${open} .vhost=${this.vhost} .actions=${readOnly.value ? nothing : cancel(open)}></lv-message>` : nothing}</div>`;
  }
}
customElements.define('lv-delayed', Delayed);
