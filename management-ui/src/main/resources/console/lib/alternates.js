import { html, nothing } from 'lit';
import { get, path } from './api.js';
import { exchangeLink } from './binding-rows.js';
import { Part } from './part.js';
import { e } from '../texts/exchange.js';

const KEY = 'alternate-exchange';
const LONGEST = 8;

/** Its argument, or else what its policy says. */
async function alternateOf(vhost, { arguments: args, policy }) {
  if (args?.[KEY]) return args[KEY];
  if (!policy) return undefined;
  const { definition } = await get(path('policies', vhost, policy), { columns: 'definition' });
  return definition?.[KEY];
}

/** Looked for rather than asked for, as it need not be there. */
async function find(vhost, name) {
  const { items } = await get(path('exchanges', vhost), { page: 1, name: `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, use_regex: 'true', columns: 'name,arguments,policy', disable_stats: 'true' });
  return items.find(each => each.name === name);
}

/** Where what an exchange cannot route goes, and what that cannot. */
class Alternates extends Part {
  static properties = { exchange: { attribute: false }, chain: { state: true } };

  willUpdate() {
    const { vhost, name, arguments: args, policy } = this.exchange;
    const question = JSON.stringify([vhost, name, args?.[KEY], policy]);
    if (question === this.question) return;
    this.question = question;
    this.#follow(question);
  }

  async #follow(question) {
    const { vhost, name } = this.exchange;
    const chain = [];
    try {
      for (let at = this.exchange; chain.length < LONGEST;) {
        const next = await alternateOf(vhost, at);
        if (!next) break;
        const round = next === name || chain.some(each => each.name === next);
        chain.push({ name: next, round });
        if (round) break;
        at = await find(vhost, next);
        if (!at) { chain.at(-1).missing = true; break; }
      }
    } catch { /* what is known of it is shown */ }
    if (question === this.question) this.chain = chain;
  }

  render() {
    const chain = this.chain ?? [];
    if (chain.length === 0) return html`<span class="dim">–</span>`;
    return html`<span class="hops">${chain.map(each => html`<span class="hop">${exchangeLink(this.exchange.vhost, each.name)}${each.missing ? html` <span class="problem">${e.missing}</span>` : each.round ? html` <span class="warn">${e.round}</span>` : nothing}</span>`)}</span>`;
  }
}
customElements.define('lv-alternates', Alternates);
