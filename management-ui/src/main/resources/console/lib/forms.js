import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { openDialog } from './dialog.js';
import { explain, icon } from './part.js';
import { t } from './texts.js';
import { f } from '../texts/forms.js';

/**
 * A dialog with fields and a button that says what it does. Stays open with the reason when it is refused.
 *
 * @param {{title: string, verb: string, fields: (redraw: () => void) => any, run: () => Promise<any>, preview?: () => any, wide?: boolean}} form
 * @returns {Promise<boolean>} whether it was done
 */
export async function openForm({ title, verb, fields, run, preview, wide }) {
  let error = null;
  let busy = false;
  const done = await openDialog(title, (close, redraw) => html`
    <form @submit=${async event => {
    event.preventDefault();
    if (busy) return;
    busy = true; error = null; redraw();
    try { await run(); close(true); } catch (cause) { error = cause; busy = false; redraw(); }
  }}>
      <div class="body">${fields(redraw)}
        ${preview ? html`<details><summary>${f.preview}</summary><pre>${JSON.stringify(preview(), null, 2)}</pre></details>` : nothing}
        ${error ? refusal(error) : nothing}</div>
      <footer><button type="button" @click=${() => close(false)}>${t.cancel}</button><button class="primary" ?disabled=${busy}>${verb}</button></footer>
    </form>`, { wide });
  return done === true;
}

const INEQUIVALENT = /inequivalent arg '([^']+)' for (\S+) '([^']*)' in vhost '[^']*': received (.+) but current is (.+)/;

/** Two declarations that contradict each other, side by side. */
function refusal(error) {
  const found = INEQUIVALENT.exec(error.reason ?? '');
  if (!found) return html`<p class="problem" role="alert">${explain(error)}</p>`;
  const [, name, , , asked, there] = found;
  return html`<div role="alert"><p class="problem">${f.conflict}</p><table><thead><tr><th></th><th>${f.existsWith}</th><th>${f.asked}</th></tr></thead>
    <tbody><tr><th><code>${name}</code></th><td><code>${there}</code></td><td><code>${asked}</code></td></tr></tbody></table></div>`;
}

/** One labelled input; `value` is {get, set}. */
export const field = (label, model, name, { type = 'text', help, required, autofocus, options, placeholder, list, redraw = () => { } } = {}) => html`<label class="field"><span>${label}</span>
  ${options ? html`<select name=${name} @change=${event => { model[name] = event.target.value; redraw(); }}>
      ${options.map(each => { const [value, text] = Array.isArray(each) ? each : [each, each]; return html`<option value=${value} ?selected=${model[name] === value}>${text}</option>`; })}</select>`
    : html`<input name=${name} type=${type} ?required=${required} ?autofocus=${autofocus} placeholder=${placeholder ?? ''} list=${list ?? nothing} autocomplete="off" spellcheck="false" .value=${live(model[name] ?? '')}
      @input=${event => { model[name] = event.target.value; redraw(); }}>`}
  ${help ? html`<small>${help}</small>` : nothing}</label>`;

export const check = (label, model, name, redraw = () => { }) => html`<label class="check"><input type="checkbox" name=${name} .checked=${live(model[name] === true)}
  @change=${event => { model[name] = event.target.checked; redraw(); }}> ${label}</label>`;

/** What somebody typed as what the argument is; a text that is no number is refused by the server, in its words. */
export function typed(value, type) {
  if (type === 'number') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (type === 'boolean') return value === true || value === 'true';
  return value;
}

/** "12 MiB", "5 min" as the number that is meant. */
export function withUnit(text) {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d|KiB|MiB|GiB|kB|MB|GB)?\s*$/.exec(text);
  if (!found) return text;
  const units = { ms: 1, s: 1000, min: 60000, h: 3600000, d: 86400000, KiB: 1024, MiB: 1048576, GiB: 1073741824, kB: 1000, MB: 1e6, GB: 1e9 };
  return String(Math.round(Number(found[1]) * (units[found[2]] ?? 1)));
}

/**
 * Rows of arguments: known ones with their help and unit, and any other with a type to choose.
 *
 * @param {{key: string, value: any, type: string}[]} rows changed in place
 */
export function argumentRows(rows, known, redraw, words = { legend: f.arguments, add: f.add, remove: f.removeArgument }) {
  const rest = known.filter(each => !rows.some(row => row.key === each.key));
  return html`<fieldset class="arguments"><legend>${words.legend}</legend>
    ${rows.map((row, index) => {
    const meant = known.find(each => each.key === row.key);
    return html`<div class="argument"><input aria-label=${f.name} .value=${live(row.key)} ?readonly=${meant !== undefined} @input=${event => { row.key = event.target.value; redraw(); }}>
      ${valueInput(row, meant, redraw)}
      ${meant ? html`<small>${meant.help}${meant.unit ? ` (${meant.unit})` : ''}</small>`
    : html`<select aria-label=${f.type} @change=${event => { row.type = event.target.value; redraw(); }}>${['text', 'number', 'boolean', 'json'].map(type => html`<option ?selected=${row.type === type}>${type}</option>`)}</select>`}
      <button type="button" class="quiet" aria-label=${words.remove} @click=${() => { rows.splice(index, 1); redraw(); }}>${icon('close')}</button></div>`;
  })}
    ${known.length === 0 ? html`<button type="button" class="small" @click=${() => { rows.push({ key: '', value: '', type: 'text' }); redraw(); }}>${icon('plus')}${f.addRow}</button>` : addKnown(rows, known, rest, redraw, words.add)}</fieldset>`;
}

function addKnown(rows, known, rest, redraw, add) {
  const groups = [...new Set(rest.map(each => each.group))];
  return html`<select aria-label=${add} @change=${event => {
    const meant = known.find(each => each.key === event.target.value);
    rows.push({ key: meant?.key ?? '', value: meant?.choices?.[0] ?? (meant?.type === 'boolean' ? true : ''), type: meant?.type ?? 'text' });
    event.target.value = '';
    redraw();
  }}><option value="">${add}</option>${groups.map(group => html`<optgroup label=${group}>${rest.filter(each => each.group === group).map(each => html`<option value=${each.key}>${each.key}</option>`)}</optgroup>`)}
      <option value="…">${f.other}</option></select>`;
}

function valueInput(row, meant, redraw) {
  if (meant?.choices) {
    return html`<select aria-label=${f.value} @change=${event => { row.value = event.target.value; redraw(); }}>${meant.choices.map(each => html`<option ?selected=${row.value === each}>${each}</option>`)}</select>`;
  }
  if (row.type === 'boolean') {
    return html`<select aria-label=${f.value} @change=${event => { row.value = event.target.value === 'true'; redraw(); }}><option ?selected=${row.value === true}>true</option><option ?selected=${row.value !== true}>false</option></select>`;
  }
  return html`<input aria-label=${f.value} .value=${live(String(row.value))} @input=${event => { row.value = event.target.value; redraw(); }}
    @change=${event => { if (row.type === 'number') { row.value = withUnit(event.target.value); redraw(); } }}>`;
}

/** @returns {object} what is sent; JSON that is none is sent as a text */
export function argumentsOf(rows) {
  const json = text => { try { return JSON.parse(text); } catch { return text; } };
  return Object.fromEntries(rows.filter(row => row.key !== '').map(row => [row.key, row.type === 'json' ? json(row.value) : typed(row.type === 'number' ? withUnit(row.value) : row.value, row.type)]));
}

export const rowsOf = values => Object.entries(values ?? {}).map(([key, value]) => ({
  key, value: typeof value === 'object' ? JSON.stringify(value) : value, type: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : typeof value === 'object' ? 'json' : 'text',
}));
