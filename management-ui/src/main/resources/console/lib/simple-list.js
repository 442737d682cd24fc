import { html, nothing } from 'lit';
import { Part, Watch, problem, icon } from './part.js';
import { Poll, refresh } from './live.js';
import { readOnly } from './api.js';
import { table } from './detail.js';
import { t } from './texts.js';

/** A page of few things that the API gives all at once: a heading, buttons, and tables. */
export class SimplePage extends Part {
  watch = new Watch(this, readOnly);

  poll = new Poll(this, signal => this.ask(signal));

  render() {
    const { data, error } = this.poll;
    if (!data) return error ? problem(error, { page: true }) : html`<h1 tabindex="-1">${this.name}</h1><div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div></div>`;
    return html`<div class="page-head"><h1 tabindex="-1">${this.name}</h1><span class="grow"></span>${readOnly.value && this.changes !== false ? nothing : this.buttons(data)}</div>${this.draw(data)}`;
  }

  /** Not shown to those who only look, unless `changes` is false. */
  buttons() { return nothing; }
}

/** The buttons at the end of a row. */
export const rowButtons = buttons => (readOnly.value ? nothing : html`<span class="row-buttons">${buttons.map(each => html`<button class="quiet small ${each.danger ? 'danger' : ''}" aria-label=${each.text} title=${each.text}
  @click=${async () => { await each.run(); refresh(); }}>${icon(each.icon)}</button>`)}</span>`);

export const card = (title, content) => html`<section class="card">${title ? html`<h2>${title}</h2>` : nothing}${content}</section>`;

export { table };
