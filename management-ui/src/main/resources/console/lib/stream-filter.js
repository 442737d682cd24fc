import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { route, setQuery } from './router.js';

const DEBOUNCE = 500;
let timer;
const typing = {};

/** A field of what a stream sends; it stands in the address under `name`. */
export const streamField = (label, name, placeholder = '') => html`<label class="field"><span>${label}</span><input type="search" name=${name} placeholder=${placeholder} autocomplete="off" spellcheck="false" .value=${live(typing[name] ?? route.value.query[name] ?? '')}
  @input=${event => {
    typing[name] = event.target.value;
    clearTimeout(timer);
    timer = setTimeout(() => { const changes = { ...typing }; for (const each of Object.keys(typing)) delete typing[each]; setQuery(changes, { replace: true }); }, DEBOUNCE);
  }}></label>`;

/** @param {[string, string][]} options values with their texts */
export const streamChoice = (label, name, options, usual) => html`<label class="field narrow-field"><span>${label}</span><select name=${name} @change=${event => setQuery({ [name]: event.target.value === usual ? null : event.target.value })}>
  ${options.map(([value, text]) => html`<option value=${value} ?selected=${(route.value.query[name] ?? usual) === value}>${text}</option>`)}</select></label>`;
