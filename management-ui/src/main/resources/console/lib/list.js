import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { live } from 'lit/directives/live.js';
import { Part, Watch, empty, explain, problem, icon } from './part.js';
import { Poll } from './live.js';
import { get, readOnly } from './api.js';
import { route, setQuery, virtualHost } from './router.js';
import { RowWindow } from './row-window.js';
import { stateOf, apiQuery, inAddress, inOldOrder, isNarrowed, pressed, rememberColumns, unnarrowed, SIZES } from './list-state.js';
import { count } from './format.js';
import { toast } from './toast.js';
import { t } from './texts.js';

/**
 * @typedef {object} Column
 * @property {string} id also the field that it shows, unless `fields` says otherwise
 * @property {string} title
 * @property {string} [help] behind the title
 * @property {string[]} [fields] what it needs of the API
 * @property {string|false} [sort] field to sort by, false where the server cannot
 * @property {boolean} [numeric]
 * @property {boolean} [show] false: only when it is chosen
 * @property {boolean} [always] cannot be left out
 * @property {() => boolean} [when] shown by itself only then
 * @property {() => number} [room] shown by itself only in windows that have so many pixels
 * @property {boolean} [descending] the largest first, also of what is no figure
 * @property {boolean} [broad] takes more room where rows are cards
 * @property {(row: any) => any} cell
 *
 * @typedef {object} Definition a list of things that the API pages
 * @property {string} id
 * @property {string} title
 * @property {Column[]} columns the first one names the row
 * @property {string[]} [fields] what every row needs
 * @property {(virtualHost: string) => string} path of the API
 * @property {(state: any) => object} [query] besides what every list asks
 * @property {(row: any) => string} key
 * @property {(row: any) => string} nameOf
 * @property {(row: any) => string} [href]
 * @property {string} [prefix] of its names in the address, where a page has two lists
 * @property {{id: string, text: string, help?: string, on?: boolean}[]} [chips] filters of the API; `on` by themselves
 * @property {{id: string, text: string}[]} [narrow] texts that the API looks for in one field each
 * @property {{text: string, icon: string, danger?: boolean, single?: boolean, when?: (rows: any[]) => boolean, run: (rows: any[]) => Promise<any>}[]} [actions] on those selected, or `single` ones; false says that nothing was done
 * @property {{text: string, run: () => any}} [create]
 * @property {{column: string, of: () => {text: string, title: string}[]}} [legend] what the letters in a column stand for
 * @property {string[]} [card] columns that are enough where rows are cards; all if it is not said
 */

const DEBOUNCE = 250;

class List extends Part {
  static properties = { definition: { attribute: false }, selected: { state: true }, busy: { state: true } };

  watch = new Watch(this, route, readOnly);

  window = new RowWindow(this);

  constructor() {
    super();
    this.selected = new Map();
    this.keys = [];
    this.pointed = false;
    this.poll = new Poll(this, signal => this.#ask(signal));
    this.asked = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.ends = route.watch(() => this.#routed());
    this.resized = () => this.requestUpdate();
    addEventListener('resize', this.resized);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends();
    removeEventListener('resize', this.resized);
    clearTimeout(this.typing);
    clearTimeout(this.narrowTimer);
  }

  get state() { return stateOf(this.definition, route.value.query); }

  /** Asks at once for what the address now says, unless nothing of it matters to the list. */
  #routed() {
    const query = JSON.stringify([apiQuery(this.definition, this.state), virtualHost()]);
    if (query === this.asked || this.state.wrong) return;
    this.reorder = true;
    this.selected = new Map();
    this.poll.restart();
  }

  async #ask(signal) {
    const query = apiQuery(this.definition, this.state);
    this.asked = JSON.stringify([query, virtualHost()]);
    try {
      return await get(this.definition.path(virtualHost()), query, { signal });
    } catch (error) {
      // Fewer rows than there were: the last page is what was meant.
      if (error.kind === 'refused' && /Page out of range/i.test(error.reason) && query.page > 1) this.#go({ page: null }, { replace: true });
      throw error;
    }
  }

  #go(changes, options) { setQuery(inAddress(this.definition, changes), options); }

  #rows() {
    const answer = this.poll.data;
    const rows = answer ? (Array.isArray(answer) ? answer : answer.items) : [];
    const frozen = !this.reorder && (this.pointed || this.selected.size > 0);
    const { rows: ordered, moved } = frozen ? inOldOrder(rows, this.keys, this.definition.key) : { rows, moved: 0 };
    if (answer) this.reorder = false;
    this.keys = ordered.map(this.definition.key);
    return { ordered, moved };
  }

  render() {
    const { definition, state } = this;
    const { ordered, moved } = this.#rows();
    return html`
      <div class="list-head">${this.#title()}${this.#filter(state)}<span class="grow"></span>${this.#menus(state)}
        ${definition.create && !readOnly.value ? html`<button class="primary" @click=${definition.create.run}>${icon('plus')}${definition.create.text}</button>` : nothing}
      </div>
      ${state.wrong ? html`<p class="problem" role="alert">${t.list.wrong(state.wrong)}</p>` : nothing}
      ${definition.chips || definition.narrow ? this.#narrowing(state) : nothing}
      ${this.poll.error?.kind === 'refused' && this.poll.data ? html`<p class="problem" role="alert">${explain(this.poll.error)}</p>` : nothing}
      ${moved > 0 ? html`<button class="moved" @click=${() => { this.reorder = true; this.requestUpdate(); }}>${t.list.moved(moved)}</button>` : nothing}
      ${this.#body(state, ordered)}
      ${this.#pages(state)}
      ${this.selected.size > 0 ? this.#actions() : nothing}`;
  }

  #title() {
    const answer = this.poll.data;
    const total = answer && (Array.isArray(answer) ? answer.length : answer.total_count);
    const filtered = answer && (Array.isArray(answer) ? answer.length : answer.filtered_count);
    return html`<h1 tabindex="-1">${this.definition.title}${answer ? html`<span class="count"> · ${t.list.of(count(filtered), count(total))}</span>` : nothing}</h1>`;
  }

  #filter(state) {
    return html`<input class="filter" type="search" aria-label=${t.list.filterLabel} placeholder=${t.list.filter} autocomplete="off" spellcheck="false"
      .value=${live(this.typed ?? state.filter)} @input=${event => {
    this.typed = event.target.value;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => { const q = this.typed; this.typed = undefined; this.#go({ q, page: null }, { replace: true }); }, DEBOUNCE);
  }}>`;
  }

  #menus(state) {
    const all = this.definition.columns;
    const ids = state.columns.map(column => column.id);
    const choose = chosen => { rememberColumns(this.definition, chosen); this.#go({ cols: null }, { replace: true }); this.requestUpdate(); this.poll.restart(); };
    const { legend } = this.definition;
    return html`
      ${legend && ids.includes(legend.column) ? html`<details class="menu right"><summary class="button" title=${t.features.hint}>${icon('info')}${t.features.legend}</summary><dl class="menu-body facts">
        ${legend.of().map(({ text, title }) => html`<dt><span class="tag">${text}</span></dt><dd>${title}</dd>`)}</dl></details>` : nothing}
      <details class="menu"><summary class="button">${icon('columns')}${t.list.columns}</summary><div class="menu-body">
        ${all.filter(column => !column.always).map(column => html`<label class="check"><input type="checkbox" .checked=${live(ids.includes(column.id))}
          @change=${event => choose(event.target.checked ? [...ids, column.id] : ids.filter(id => id !== column.id))}> ${column.title}</label>`)}
        <button @click=${() => choose(null)}>${t.list.reset}</button></div></details>
      <details class="menu"><summary class="button">${icon('download')}${t.list.export}</summary><div class="menu-body">
        <button @click=${event => this.#export(event, 'csv')}>${t.list.exportCsv}</button>
        <button @click=${event => this.#export(event, 'json')}>${t.list.exportJson}</button></div></details>`;
  }

  async #export(event, kind) {
    event.target.closest('details').open = false;
    try {
      const { fetchAll } = await import('./list-export.js');
      const rows = await fetchAll(this.definition, this.state, virtualHost(), n => { this.busy = t.list.exporting(n); });
      await this.#save(kind, rows);
    } catch (error) {
      toast(explain(error), { bad: true });
    } finally {
      this.busy = undefined;
    }
  }

  async #save(kind, rows) {
    const { csv, download } = await import('./list-export.js');
    const text = kind === 'csv' ? csv(this.state.columns, rows) : JSON.stringify(rows, null, 2);
    download(`${this.definition.id}.${kind}`, kind === 'csv' ? 'text/csv' : 'application/json', text);
  }

  #narrowing(state) {
    const { definition } = this;
    return html`<div class="chips" role="group" aria-label=${t.list.quick}>${(definition.chips ?? []).map(chip => html`<button class="chip" title=${chip.help ?? nothing} aria-pressed=${state.chips.includes(chip.id)}
        @click=${() => this.#go({ chip: pressed(definition, state, chip.id), page: null })}>${chip.text}</button>`)}
      ${(definition.narrow ?? []).map(({ id, text }) => html`<input class="narrow" type="search" name=${id} aria-label=${text} placeholder=${text} autocomplete="off" spellcheck="false" .value=${live(this.narrowing?.[id] ?? state.narrow[id])} @input=${event => this.#narrow(id, event.target.value)}>`)}</div>`;
  }

  #narrow(id, text) {
    this.narrowing = { ...this.narrowing, [id]: text };
    clearTimeout(this.narrowTimer);
    this.narrowTimer = setTimeout(() => {
      const changes = Object.fromEntries(Object.entries(this.narrowing).map(([name, value]) => [`n_${name}`, value]));
      this.narrowing = undefined;
      this.#go({ ...changes, page: null }, { replace: true });
    }, DEBOUNCE);
  }

  #body(state, rows) {
    const { poll } = this;
    if (poll.data === undefined) return poll.error ? problem(poll.error) : this.#skeleton();
    if (rows.length === 0) return this.#empty(state);
    const stale = poll.error && poll.error.kind !== 'refused';
    return html`<div class="table-box ${stale ? 'stale' : ''}" @pointerenter=${() => { this.pointed = true; }} @pointerleave=${() => { this.pointed = false; }}>
      <table class="list" aria-rowcount=${RowWindow.leavesOut(rows) ? rows.length + 1 : nothing}>
        <thead><tr aria-rowindex=${RowWindow.leavesOut(rows) ? 1 : nothing}>${this.#selectAll(rows)}${state.columns.map(column => this.#head(column, state))}</tr></thead>
        ${this.window.bodies(rows, state.columns.length + (this.#selectable ? 1 : 0), (some, first) => repeat(some, this.definition.key,
    (row, index) => this.#row(row, state, RowWindow.leavesOut(rows) ? first + index + 2 : nothing)))}</table></div>`;
  }

  #skeleton() {
    return html`<div class="skeleton" aria-label=${t.loading} role="status">${Array.from({ length: 8 }, () => html`<div></div>`)}</div>`;
  }

  #empty(state) {
    const { create, chips = [] } = this.definition;
    if (!isNarrowed(state)) return empty(t.list.none, this.definition.none ?? t.list.noneText, create && !readOnly.value ? html`<button class="primary" @click=${create.run}>${icon('plus')}${create.text}</button>` : '');
    const asked = [state.filter, ...Object.values(state.narrow), ...chips.filter(chip => state.chips.includes(chip.id)).map(chip => chip.text)].filter(Boolean);
    return empty(t.list.noMatch, t.list.noMatchText(asked.join('” + “')), html`<button @click=${() => this.#go(unnarrowed(this.definition))}>${t.list.clearFilter}</button>`);
  }

  #selectAll(rows) {
    if (!this.#selectable) return nothing;
    const { key } = this.definition;
    const all = rows.every(row => this.selected.has(key(row)));
    return html`<th class="pick"><input type="checkbox" aria-label=${t.list.selectAll} .checked=${live(all)}
      @change=${() => { this.selected = all ? new Map() : new Map(rows.map(row => [key(row), row])); }}></th>`;
  }

  get #selectable() { return !readOnly.value && (this.definition.actions?.length ?? 0) > 0; }

  #head(column, state) {
    if (column.title === '') return html`<td></td>`;
    const sorted = state.sort === column.id;
    const direction = sorted ? (state.descending ? 'descending' : 'ascending') : 'none';
    const text = column.sort === false ? column.title
      : html`<button title=${column.help ?? t.list.sortBy(column.title)} @click=${() => this.#sort(column, state)}>${column.title}${
        sorted ? icon(state.descending ? 'down' : 'up') : nothing}</button>`;
    return html`<th scope="col" class=${column.numeric ? 'number' : ''} aria-sort=${column.sort === false ? nothing : direction} title=${column.help ?? nothing}>${text}</th>`;
  }

  /** First click: what one looks for, the largest of figures and the first of names; then the other way round. */
  #sort(column, state) {
    const descending = state.sort === column.id ? !state.descending : column.descending ?? column.numeric === true;
    this.#go({ sort: column.id, desc: descending ? '1' : '0', page: null });
  }

  #row(row, state, place) {
    const { key, nameOf, href, card } = this.definition;
    const id = key(row);
    return html`<tr class=${this.selected.has(id) ? 'selected' : ''} data-key=${id} aria-rowindex=${place}>
      ${this.#selectable ? html`<td class="pick"><input type="checkbox" aria-label=${t.list.select(nameOf(row))} .checked=${live(this.selected.has(id))}
        @change=${() => this.toggle(row)}></td>` : nothing}
      ${state.columns.map((column, index) => (index === 0
    ? html`<th scope="row" title=${nameOf(row)}>${href ? html`<a href=${href(row)}>${column.cell(row)}</a>` : column.cell(row)}</th>`
    : html`<td class="${column.numeric ? 'number' : ''} ${card && !card.includes(column.id) ? 'wide-row' : ''} ${column.broad ? 'broad' : ''}" data-title=${column.title}>${column.cell(row)}</td>`))}</tr>`;
  }

  toggle(row) {
    const id = this.definition.key(row);
    const next = new Map(this.selected);
    if (!next.delete(id)) next.set(id, row);
    this.selected = next;
  }

  /** As they are by now, as far as they are still on the page. */
  #fresh(rows) {
    const { key } = this.definition;
    const now = new Map((this.poll.data?.items ?? this.poll.data ?? []).map(row => [key(row), row]));
    return rows.map(row => now.get(key(row)) ?? row);
  }

  #pages(state) {
    const answer = this.poll.data;
    if (!answer || Array.isArray(answer)) return nothing;
    const last = Math.max(1, answer.page_count);
    const to = (page, name, text, off) => html`<button class="quiet" aria-label=${text} title=${text} ?disabled=${off}
      @click=${() => this.#go({ page: page === 1 ? null : page })}>${icon(name)}</button>`;
    return html`<nav class="pages" aria-label=${`${this.definition.title}: ${t.list.page(state.page, last)}`}>
      ${to(1, 'first', t.list.first, state.page <= 1)}${to(state.page - 1, 'left', t.list.previous, state.page <= 1)}
      <span>${t.list.page(count(state.page), count(last))}</span>
      ${to(state.page + 1, 'right', t.list.next, state.page >= last)}${to(last, 'last', t.list.last, state.page >= last)}
      <label>${t.list.size} <select @change=${event => this.#go({ size: event.target.value, page: null })}>
        ${SIZES.map(size => html`<option value=${size} ?selected=${size === state.size}>${size}</option>`)}</select></label>
      ${this.busy ? html`<span role="status">${this.busy}</span>` : nothing}</nav>`;
  }

  #actions() {
    const rows = [...this.selected.values()];
    const fitting = this.definition.actions.filter(action => (!action.single || rows.length === 1) && (action.when?.(rows) ?? true));
    return html`<div class="action-bar" role="region" aria-label=${t.list.selected(rows.length)}><strong>${t.list.selected(rows.length)}</strong>
      ${fitting.map(action => html`<button class=${action.danger ? 'danger' : ''} @click=${async () => {
    if (await action.run(this.#fresh(rows)) === false) return; // somebody thought better of it: the choice stays
    this.selected = new Map();
    this.poll.restart();
  }}>${icon(action.icon)}${action.text}</button>`)}
      <button title=${t.list.exportChosen} @click=${() => this.#save('csv', this.#fresh(rows))}>${icon('download')}${t.list.exportCsv}</button>
      <button class="quiet" @click=${() => { this.selected = new Map(); }}>${t.list.clear}</button></div>`;
  }
}
customElements.define('lv-list', List);
