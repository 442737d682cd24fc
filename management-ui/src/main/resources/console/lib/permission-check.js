import { html, nothing } from 'lit';
import { get, path } from './api.js';
import { explain, icon, Part } from './part.js';
import { route, setQuery } from './router.js';
import { u } from '../texts/users.js';

const FIELDS = ['who', 'host', 'act', 'res', 'name', 'rk'];

/** Whether a user may do something, and which of the rules says so. The question stands in the address. */
class PermissionCheck extends Part {
  static properties = { users: { attribute: false }, hosts: { attribute: false }, answer: { state: true }, error: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.ends = route.watch(() => this.#ask());
    this.#ask();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends();
  }

  async #ask(again = false) {
    const query = Object.fromEntries(FIELDS.map(name => [name, route.value.query[name]]));
    const asked = JSON.stringify(query);
    if (asked === this.asked && !again) return;
    this.asked = asked;
    this.answer = this.error = undefined;
    if (!query.who || query.name === undefined) return;
    try {
      const answer = await get(`${path('users', query.who)}/check`, { vhost: query.host, resource: query.res, name: query.name, action: query.act, routing_key: query.rk });
      if (asked === this.asked) this.answer = { ...answer, ...query };
    } catch (error) {
      this.error = error;
    }
  }

  render() {
    const { query } = route.value;
    const choice = (name, label, options) => html`<label class="field"><span>${label}</span><select name=${name}>${options.map(([id, text]) => html`<option value=${id} ?selected=${query[name] === id}>${text}</option>`)}</select></label>`;
    const input = (name, label, required) => html`<label class="field"><span>${label}</span><input class="mono" name=${name} value=${query[name] ?? ''} ?required=${required} autocomplete="off" spellcheck="false"></label>`;
    return html`<form class="inline-form" @submit=${event => this.#submit(event)}>${choice('who', u.user, this.users.map(each => [each, each]))}${choice('act', u.action, Object.entries(u.actions))}
        ${choice('res', u.resource, Object.entries(u.resources))}${input('name', u.name, true)}${choice('host', u.vhost, this.hosts.map(each => [each, each]))}${input('rk', u.key)}<button>${u.ask}</button></form>
      ${this.error ? html`<p class="problem" role="alert">${explain(this.error)}</p>` : nothing}${this.answer ? this.#verdict(this.answer) : nothing}`;
  }

  #verdict({ allowed, rules, who, act, res, name }) {
    return html`<div role="status"><p class="verdict-line ${allowed ? 'ok' : 'bad'}">${icon(allowed ? 'check' : 'close')}<b>${(allowed ? u.allowed : u.denied)(who, u.actions[act], res, name)}</b></p>
      <ul class="plain">${rules.map(rule => html`<li class=${rule.matched ? '' : 'problem'}>${u[rule.rule] ?? rule.rule}${rule.exchange === undefined ? nothing : html` <code>${rule.exchange}</code>`}
        ${rule.pattern === undefined ? rule.why : html`<code>${rule.pattern || '""'}</code> ${rule.matched ? u.matches : u.differs}`}</li>`)}</ul></div>`;
  }

  #submit(event) {
    event.preventDefault();
    setQuery(Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value === '' ? null : value])));
    this.#ask(true);
  }
}
customElements.define('lv-permission-check', PermissionCheck);
