import { html, nothing } from 'lit';
import { get, path } from './api.js';
import { argument } from './arguments.js';
import { table } from './detail.js';
import { Part } from './part.js';
import { link } from './router.js';
import { d } from '../texts/queue.js';

const POLICIES = [['policies', 'policy'], ['operator-policies', 'operator_policy']];
const show = value => (value === undefined ? html`<span class="dim">–</span>` : html`<code>${typeof value === 'string' && value ? value : JSON.stringify(value)}</code>`);
const plain = key => key.replace(/^x-/, '');

/** Key by key: what a queue's argument, the user's and the operator's policy say, and what that comes to. */
class InForce extends Part {
  static properties = { queue: { attribute: false }, said: { state: true } };

  willUpdate() {
    const { vhost, policy, operator_policy: operator, effective_policy_definition: definition } = this.queue;
    const question = JSON.stringify([vhost, policy, operator, definition]);
    if (question === this.question) return;
    this.question = question;
    this.#ask(vhost);
  }

  /** Policies may be somebody else's to see. */
  async #ask(vhost) {
    const { question } = this;
    const said = await Promise.all(POLICIES.map(([kind, field]) => (this.queue[field] ? get(path(kind, vhost, this.queue[field]), { columns: 'definition' }).then(found => found.definition, () => ({})) : {})));
    if (question === this.question) this.said = said;
  }

  render() {
    const { queue, said = [{}, {}] } = this;
    const own = Object.fromEntries(Object.entries(queue.arguments ?? {}).map(([key, value]) => [plain(key), value]));
    const inForce = queue.in_force ?? {};
    const keys = [...new Set([...Object.keys(own), ...said.flatMap(Object.keys), ...Object.keys(inForce)])].filter(key => key !== 'queue-type').sort();
    const name = (field, text) => html`${text}${queue[field] ? html` <a class="chip" href=${link('policies', [], { vh: queue.vhost, q: queue[field], kind: field === 'policy' ? null : 'operator' })}>${queue[field]}</a>` : nothing}`;
    return table([d.key, d.inForce, d.argument, name('policy', d.user), name('operator_policy', d.operator)], keys.map(key => [
      html`<code title=${argument(`x-${key}`)?.help ?? argument(key)?.help ?? ''}>${key}</code>`, html`<b>${show(inForce[key] ?? own[key])}</b>`, show(own[key]), ...said.map(each => show(each[key]))]), d.noPolicy);
  }
}
customElements.define('lv-in-force', InForce);

export const inForceOf = queue => html`<lv-in-force .queue=${queue}></lv-in-force>`;
