import { html, nothing } from 'lit';
import { path, post } from './api.js';
import { explain, icon, Part } from './part.js';
import { v } from '../texts/policy.js';

const DEBOUNCE = 300;
const MOST = 50;
/** An expression that no name matches: what would be if the policy were not there. */
const NO_NAME = '$a';

const show = value => (value === undefined ? html`<span class="dim">–</span>` : html`<code>${JSON.stringify(value)}</code>`);

/** Lets a pattern be tried before anything is set. */
const ANY_KEY = { 'max-length': Number.MAX_SAFE_INTEGER };

/** What a policy would do if it were saved as it stands in the form. */
class PolicyPreview extends Part {
  static properties = { kind: {}, policy: { attribute: false }, answer: { state: true }, error: { state: true } };

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.running?.abort();
  }

  willUpdate() {
    const { vhost, name, ...body } = this.policy;
    const question = JSON.stringify([vhost, name, body]);
    if (question === this.asked) return;
    const first = this.asked === undefined;
    this.asked = question;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(vhost, name, body), first ? 0 : DEBOUNCE);
  }

  async #ask(vhost, name, body) {
    this.running?.abort();
    const running = this.running = new AbortController();
    // What the broker would only refuse it is not asked.
    const values = Object.values(body.definition);
    const complete = values.length > 0 && !values.includes('');
    try {
      const answer = await post(`${path(this.kind, vhost, name || 'new')}/preview`, complete ? body : { ...body, priority: body.priority || 0, definition: ANY_KEY }, { signal: running.signal });
      [this.answer, this.error] = [{ ...answer, complete }, undefined];
    } catch (error) {
      if (!running.signal.aborted) this.error = error;
    }
  }

  get #removal() { return this.policy.pattern === NO_NAME; }

  render() {
    const { answer, error } = this;
    if (error) return html`<section class="preview"><h3>${v.title}</h3><p class="problem">${explain(error)}</p></section>`;
    if (!answer) return nothing;
    return html`<section class="preview" aria-live="polite"><h3>${v.title}</h3>${this.#removal ? nothing : this.#matches(answer)}
      ${answer.complete ? this.#changes(answer) : html`<p class="muted">${v.incomplete}</p>`}</section>`;
  }

  #matches(answer) {
    const all = answer.matched_queues + answer.matched_exchanges;
    if (all === 0) return html`<p><b>${v.nothing}</b></p>`;
    const names = answer.objects.filter(each => each.matched).slice(0, MOST);
    return html`<p><b>${v.matches(answer.matched_queues, answer.matched_exchanges)}</b></p>
      <details ?open=${!answer.complete}><summary>${v.names}</summary><ul class="plain">${names.map(each => html`<li>${icon(each.kind)} <span class="mono">${each.name}</span></li>`)}</ul>${all > names.length ? html`<p class="muted">${v.more(all - names.length)}</p>` : nothing}</details>`;
  }

  #changes(answer) {
    const rows = answer.objects.filter(each => each.changes.length > 0 || each.overruled.length > 0).slice(0, MOST);
    const left = answer.changed - rows.filter(each => each.changes.length > 0).length;
    return html`<p class="muted">${answer.changed === 0 ? v.noChange : v.changes(answer.changed)}</p>
      ${rows.length === 0 ? nothing : html`<ul class="plain changes">${rows.map(each => this.#object(each))}</ul>`}${left > 0 ? html`<p class="muted">${v.more(left)}</p>` : nothing}`;
  }

  #object(each) {
    return html`<li>${icon(each.kind)} <b class="mono">${each.name}</b>${each.matched || this.#removal ? nothing : html` <span class="tag">${v.lets}</span>`}
      ${each.changes.map(change => html`<div class="change"><code>${change.key}</code> ${show(change.before)} → ${show(change.after)}</div>`)}
      ${each.overruled.map(one => html`<div class="change warn"><code>${one.key}</code> ${v.overruled[one.by]?.(one.policy) ?? one.by}</div>`)}</li>`;
  }
}
customElements.define('lv-policy-preview', PolicyPreview);

export const policyPreview = (kind, policy) => html`<lv-policy-preview .kind=${kind} .policy=${policy}></lv-policy-preview>`;

export const removalPreview = (kind, { vhost, name, definition, priority, 'apply-to': applyTo }) => policyPreview(kind, { vhost, name, pattern: NO_NAME, definition, priority, 'apply-to': applyTo });
