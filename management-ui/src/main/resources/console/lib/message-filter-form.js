import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { setQuery } from './router.js';
import { addressOf, isEmpty } from './message-filter.js';
import { icon } from './part.js';
import { m } from '../texts/messages.js';

const DEBOUNCE = 400;
/** There the fields would push the messages out of the window. */
const narrow = matchMedia('(max-width: 600px)');
let timer;
let typing = {};

const ask = (changes, replace) => setQuery({ ...addressOf(changes), msg: null }, { replace });

/** While somebody types, the address follows behind. */
function type(name, value) {
  typing[name] = value;
  clearTimeout(timer);
  timer = setTimeout(() => { const changes = typing; typing = {}; ask(changes, true); }, DEBOUNCE);
}

const input = (filter, name, placeholder) => html`<label class="field"><span>${m.filter[name]}</span><input type="search" name=${name} placeholder=${placeholder} autocomplete="off" spellcheck="false"
  .value=${live(typing[name] ?? filter[name])} @input=${event => type(name, event.target.value)}></label>`;

const choice = (filter, name) => html`<label class="field narrow-field"><span>${m.filter[name]}</span><select name=${name} @change=${event => ask({ [name]: event.target.value }, false)}>
  ${[['', m.filter.any], ['yes', m.filter.yes], ['no', m.filter.no]].map(([value, text]) => html`<option value=${value} ?selected=${filter[name] === value}>${text}</option>`)}</select></label>`;

/** What is looked for; it stands in the address. */
export const filterForm = filter => html`<details class="filter-box" ?open=${!narrow.matches || !isEmpty(filter)}><summary>${icon('filter')} ${m.filter.title}</summary><form class="filters" role="search" aria-label=${m.filter.title} @submit=${event => event.preventDefault()}>
  ${input(filter, 'text', m.filter.pattern)}${input(filter, 'key', m.filter.pattern)}${input(filter, 'header', m.filter.name)}${input(filter, 'property', m.filter.name)}${input(filter, 'exchange', m.filter.exact)}
  ${choice(filter, 'dead')}${choice(filter, 'redelivered')}</form></details>`;
