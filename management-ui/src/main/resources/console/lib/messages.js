import { html, nothing } from 'lit';
import { Part, Watch, empty, explain, problem, icon } from './part.js';
import { Poll } from './live.js';
import { get, path, readOnly } from './api.js';
import { route, setQuery } from './router.js';
import { apiQuery, filterOf, isEmpty, jobFilter, NO_FILTER } from './message-filter.js';
import { filterForm } from './message-filter-form.js';
import { chosenColumns, columnsMenu } from './message-columns.js';
import { startJob } from './job-dialog.js';
import { rowTable } from './row-table.js';
import { t } from './texts.js';
import { m } from '../texts/messages.js';
import './message.js';

const PAGE = 50;
/** More are taken off at the top, so that a page that is left open does not grow. */
const MOST = 500;
const ACTIONS = [['redrive', 'redrive'], ['requeue', 'down'], ['move', 'move'], ['copy', 'copy'], ['dead_letter', 'close'], ['remove', 'trash']];

/** What stands ready in a queue: looked at where it stands, searched, and acted on. */
class Messages extends Part {
  static properties = { queue: { attribute: false }, selected: { state: true }, work: { state: true }, error: { state: true } };

  watch = new Watch(this, route, readOnly);

  constructor() {
    super();
    this.selected = new Set();
    this.rows = [];
    this.poll = new Poll(this, signal => this.#first(signal), { once: true });
  }

  connectedCallback() {
    super.connectedCallback();
    this.end = route.watch(() => { if (JSON.stringify(this.filter) !== this.asked) this.#again(); });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
    this.work?.abort();
  }

  get filter() { return filterOf(route.value.query); }

  get where() { return `${path('queues', this.queue.vhost, this.queue.name)}/messages`; }

  #again() {
    this.work?.abort();
    this.poll.restart();
  }

  async #first(signal) {
    this.asked = JSON.stringify(this.filter);
    const answer = await get(this.where, { ...apiQuery(this.filter), count: PAGE }, { signal });
    this.rows = answer.messages;
    this.answer = answer;
    this.error = undefined;
    const there = new Set(this.rows.map(row => row.id));
    this.selected = new Set([...this.selected].filter(id => there.has(id)));
    return answer;
  }

  /** Goes on where the last answer ended, until something is found, all is searched, or somebody stops it. */
  async #more() {
    const work = this.work = new AbortController();
    this.error = undefined;
    try {
      let found = 0;
      do {
        const answer = await get(this.where, { ...apiQuery(this.filter), count: PAGE, cursor: this.answer.cursor }, { signal: work.signal });
        found += answer.messages.length;
        this.rows = [...this.rows, ...answer.messages].slice(-MOST);
        this.answer = answer;
        this.requestUpdate();
      } while (found === 0 && !this.answer.complete);
    } catch (error) {
      if (error.name !== 'AbortError') this.error = error;
    } finally {
      if (this.work === work) this.work = undefined;
    }
  }

  render() {
    const { filter, poll } = this;
    const error = this.error ?? poll.error;
    const chosen = route.value.query.msg;
    const open = chosen && this.rows.find(row => row.id === chosen);
    return html`${filterForm(filter)}
      ${this.#head(filter)}
      ${error && this.answer ? html`<p class="problem" role="alert">${explain(error)}</p>` : nothing}
      ${!this.answer ? (error ? problem(error) : html`<div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div><div></div></div>`)
    : html`<div class="split ${open ? 'open' : ''}"><div class="split-list">${this.#list(filter, chosen)}${this.#foot()}</div>
        ${open ? html`<lv-message @close-message=${() => setQuery({ msg: null })} .message=${open} .vhost=${this.queue.vhost} .where=${this.where} .actions=${readOnly.value ? nothing : this.#buttons([open.id], filter)}></lv-message>` : nothing}</div>
        ${chosen && !open ? html`<p class="muted" role="status">${m.notShown}</p>` : nothing}`}
      ${this.selected.size > 0 ? this.#actionBar(filter) : nothing}`;
  }

  #head(filter) {
    const { answer } = this;
    return html`<div class="list-head"><span class="count" role="status">${answer ? html`${m.found(this.rows.length)} · ${m.searched(answer.passed, answer.total, answer.complete)}` : nothing}</span>
      <button class="quiet small" title=${m.notChanged} @click=${() => this.#again()}>${icon('refresh')}${m.again}</button>
      ${isEmpty(filter) ? nothing : html`<button class="quiet small" @click=${() => setQuery({ ...NO_FILTER, msg: null })}>${icon('close')}${m.filter.clear}</button>`}<span class="grow"></span>
      ${columnsMenu(this.rows)}
      ${readOnly.value || !answer || answer.total === 0 ? nothing : html`<details class="menu right"><summary class="button">${isEmpty(filter) ? m.all : m.allFiltered}</summary><div class="menu-body">${this.#buttons(null, filter)}</div></details>`}</div>`;
  }

  #list(filter, chosen) {
    const { answer, rows } = this;
    if (rows.length > 0) {
      const has = id => this.selected.has(id);
      const set = (ids, on) => { const next = new Set(this.selected); for (const id of ids) { if (on) next.add(id); else next.delete(id); } this.selected = next; };
      const selection = readOnly.value ? undefined : { has, set, nameOf: row => `${row.routing_key} ${row.id}` };
      return rowTable(chosenColumns(), rows, { key: row => row.id, label: m.views.ready, selection, current: chosen, stale: this.poll.error?.kind === 'network' });
    }
    if (isEmpty(filter)) return empty(m.none, m.noneText);
    return answer.complete ? empty(m.noMatch, m.noMatchText) : empty(m.noneYet, m.noneYetText(answer.passed, answer.total));
  }

  #foot() {
    const { answer } = this;
    if (answer.complete) return nothing;
    return html`<p class="more">${this.work ? html`<button @click=${() => this.work.abort()}>${icon('close')}${m.stop}</button><span role="status">${m.searching}</span>`
      : html`<button @click=${() => this.#more()}>${m.goOn}</button>`} <span class="muted">${m.searched(answer.passed, answer.total, false)}</span></p>`;
  }

  /** @param {string[]|null} ids null for all that meet the filter */
  #buttons(ids, filter) {
    return ACTIONS.map(([action, name]) => html`<button class=${['remove', 'dead_letter'].includes(action) ? 'danger' : ''} @click=${() => this.#act(action, ids, filter)}>${icon(name)}${m.actions[action]}</button>`);
  }

  async #act(action, ids, filter) {
    const selection = ids ? { messages: ids } : { filter: jobFilter(filter) };
    const whole = ids ? undefined : isEmpty(filter) ? 'all' : 'filtered';
    if (!await startJob(this.queue, action, selection, { whole, total: ids?.length ?? this.answer.total })) return;
    this.selected = new Set();
    this.#again();
  }

  #actionBar(filter) {
    return html`<div class="action-bar" role="region" aria-label=${m.selected(this.selected.size)}><strong>${m.selected(this.selected.size)}</strong>
      ${this.#buttons([...this.selected], filter)}<button class="quiet" @click=${() => { this.selected = new Set(); }}>${t.list.clear}</button></div>`;
  }
}
customElements.define('lv-messages', Messages);
