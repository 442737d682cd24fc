import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { table } from './detail.js';
import { count } from './format.js';
import { targetOf } from './job.js';
import { j } from '../texts/jobs.js';

const MISSING = /^no (?:queue|exchange) '(.+)' in vhost '/;

/** Where dead letters would go, message by message and together, and where somebody wants them to go instead. */
export class RedriveTargets {
  /** @param {any} plan what the first dry run found */
  constructor(plan, redraw) {
    this.plan = plan;
    this.redraw = redraw;
    this.instead = {};
    this.messages = {};
    this.checked = '';
    const missing = new Map();
    for (const each of plan.failures ?? []) {
      const [, name] = MISSING.exec(each.reason) ?? [];
      if (name !== undefined) missing.set(name, (missing.get(name) ?? 0) + 1);
    }
    this.missing = [...missing].map(([name, number]) => ({ name, number }));
  }

  /** For the API's `target`. */
  get chosen() {
    const said = all => Object.fromEntries(Object.entries(all).filter(([, name]) => name.trim() !== ''));
    return { instead: said(this.instead), messages: said(this.messages) };
  }

  /** Whether what was chosen has not been looked at yet. */
  get isChanged() { return JSON.stringify(this.chosen) !== (this.checked || JSON.stringify({ instead: {}, messages: {} })); }

  accept() { this.checked = JSON.stringify(this.chosen); }

  draw() {
    const { plan } = this;
    const found = (plan.targets ?? []).filter(each => !each.others);
    const rows = [...found.map(each => [targetOf(each, plan.vhost), count(each.count), this.#input(this.instead, each.queue ?? each.exchange)]),
      ...this.missing.map(each => [html`<span class="mono problem">${each.name}</span> ${j.notThere}`, html`≥ ${count(each.number)}`, this.#input(this.instead, each.name)])];
    const samples = [...(plan.samples ?? []).map(each => ({ id: each.id, where: targetOf(each, plan.vhost) })), ...(plan.failures ?? []).filter(each => MISSING.test(each.reason)).map(each => ({ id: each.id, where: html`<span class="problem">${MISSING.exec(each.reason)[1]}</span>` }))].slice(0, 20);
    return html`${rows.length > 0 ? table([j.to, { text: j.count, number: true }, j.instead], rows, '–') : nothing}
      ${samples.length > 0 ? html`<details><summary>${j.samples}</summary>${table([j.message, j.to, j.instead], samples.map(each => [html`<code>${each.id}</code>`, each.where, this.#input(this.messages, each.id)]), '–')}</details>` : nothing}`;
  }

  #input(all, key) {
    return html`<input class="mono" aria-label="${j.instead}: ${key}" placeholder=${j.asFound} autocomplete="off" spellcheck="false" .value=${live(all[key] ?? '')} @input=${event => { all[key] = event.target.value; this.redraw(); }}>`;
  }
}
