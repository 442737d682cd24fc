import { html, nothing } from 'lit';
import { Part, Watch, empty, problem } from './part.js';
import { reach, readOnly } from './api.js';
import { duration } from './format.js';
import { Poll, rangeChoice, watchRange } from './live.js';
import { route, link } from './router.js';
import { t } from './texts.js';

/** The page of one object: heading, tabs in the address, and the states of something that may be gone. */
export class Detail extends Part {
  static properties = { charts: { state: true } };

  watch = new Watch(this, route);

  constructor() {
    super();
    this.names = route.value.names;
    this.loaded = new Set();
    this.poll = new Poll(this, signal => this.ask(signal));
  }

  /** @returns {Promise<any>} the object */
  ask(_signal) { throw new Error('not said'); }

  /** @returns {{id: string, text: string, draw: (data: any) => any, load?: () => Promise<any>}[]} `load` fetches code that only this tab needs */
  get tabs() { return []; }

  heading(_data) { return nothing; }

  /** Page and text of the list that it belongs to. */
  get list() { return { page: 'overview', text: t.toOverview }; }

  connectedCallback() {
    super.connectedCallback();
    this.ends = watchRange(this.poll);
    import('./chart.js').then(charts => { this.charts = charts; });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends();
  }

  get tab() { return this.tabs.find(each => each.id === route.value.query.tab) ?? this.tabs[0]; }

  #drawn(tab, data) {
    if (!tab.load || this.loaded.has(tab.id)) return tab.draw(data);
    // Not before the broker answers, see pages.js; whatever is drawn anew then asks again.
    reach().then(tab.load).then(() => { this.loaded.add(tab.id); this.requestUpdate(); }).catch(error => { if (!error.kind) throw error; });
    return html`<div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div></div>`;
  }

  /** It was there: back to the others, or make it again. */
  #gone(data) {
    return html`<h1 class="hidden" tabindex="-1">${t.gone}</h1><div role="alert">${empty(t.errors.titles.missing, t.deleted(this.names.at(-1), duration((Date.now() - this.poll.at) / 1000)), html`<p class="panel-actions"><a class="button" href=${link(this.list.page)}>${this.list.text}</a>
      ${this.again && !readOnly.value ? html`<button @click=${async () => { await this.again(data); this.poll.restart(); }}>${t.again}</button>` : nothing}</p>`)}</div>`;
  }

  render() {
    const { data, error } = this.poll;
    const gone = error && ['missing', 'unauthorised'].includes(error.kind);
    if (gone && data) return this.#gone(data);
    if (gone || (!data && error)) return problem(error, { page: true, back: { href: link(this.list.page), text: this.list.text } });
    if (!data) return html`<div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div><div></div></div>`;
    const { tab, tabs } = this;
    const range = tab.id === tabs[0].id ? rangeChoice() : nothing;
    return html`<div class="page-head object">${this.heading(data)}${tabs.length > 1 ? nothing : range}</div>
      ${tabs.length > 1 ? html`<nav class="tabs">${tabs.map(each => html`<a href=${link(route.value.page, this.names, { ...route.value.query, tab: each.id, q: null, page: null, sort: null, desc: null })}
        aria-current=${each.id === tab.id ? 'page' : nothing}>${each.text}</a>`)}<span class="grow"></span>${range}</nav>` : nothing}
      <div class=${error ? 'stale' : ''}>${this.#drawn(tab, data)}</div>`;
  }
}

/** A list of names and values; what is not there is left out. */
export const facts = pairs => html`<dl class="facts">${pairs.filter(([, value]) => value !== undefined && value !== null && value !== '')
  .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

export const figures = pairs => html`<section class="card figures">${pairs.map(([name, value]) => html`<div class="figure"><b>${value}</b><span>${name}</span></div>`)}</section>`;

/** A small table inside of a card. */
export const table = (heads, rows, none) => (rows.length === 0 ? html`<p class="muted">${none}</p>` : html`<div class="table-box"><table class=${heads.length > 3 ? 'cards' : ''}>
  <thead><tr>${heads.map(head => (head === '' ? html`<td></td>` : html`<th scope="col" class=${head.number ? 'number' : ''}>${head.text ?? head}</th>`))}</tr></thead>
  <tbody>${rows.map(cells => html`<tr>${cells.map((cell, i) => html`<td class=${heads[i].number ? 'number' : ''} data-title=${heads[i].text ?? (typeof heads[i] === 'string' ? heads[i] : '')}>${cell}</td>`)}</tr>`)}</tbody></table></div>`);

export const json = value => html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
