import { html, nothing } from 'lit';
import { get, path, remove, readOnly } from '../lib/api.js';
import { confirmAction } from '../lib/dialog.js';
import { openForm } from '../lib/forms.js';
import { count } from '../lib/format.js';
import { editLimits, LIMITS } from '../lib/limit-form.js';
import { rowButtons, SimplePage, table } from '../lib/simple-list.js';
import { icon } from '../lib/part.js';
import { toast } from '../lib/toast.js';
import { a } from '../texts/admin.js';

const KINDS = { 'vhost-limits': { who: 'vhost', list: 'vhosts', title: a.ofVhosts }, 'user-limits': { who: 'user', list: 'users', title: a.ofUsers } };

/** Of whom first, then which. */
async function setLimit(kind, limited) {
  const model = { who: '' };
  const known = await get(KINDS[kind].list, { columns: 'name', disable_stats: 'true' });
  const chosen = await openForm({
    title: a.setLimit, verb: a.next,
    fields: () => html`<label class="field"><span>${a.forWhat}</span><input name="who" required autofocus list="limited" autocomplete="off" @input=${event => { model.who = event.target.value; }}></label><datalist id="limited">${known.map(each => html`<option value=${each.name}></option>`)}</datalist>`,
    run: () => Promise.resolve(),
  });
  if (chosen) await editLimits(kind, model.who, limited.find(each => each[KINDS[kind].who] === model.who)?.value);
}

async function clear(kind, who, names) {
  const done = await confirmAction({ title: a.clear, verb: a.clear, consequence: a.clearText(names.join(', '), who), run: async () => { for (const name of names) await remove(path(kind, who, name)); } });
  if (done) toast(a.cleared);
}

class Limits extends SimplePage {
  name = a.limits;

  ask(signal) { return Promise.all(Object.keys(KINDS).map(kind => get(kind, {}, { signal }))); }

  draw(lists) {
    return Object.entries(KINDS).map(([kind, { who, title }], index) => html`<section class="card"><h2>${title}
      ${readOnly.value ? nothing : html`<button class="small" @click=${() => setLimit(kind, lists[index])}>${icon('plus')}${a.setLimit}</button>`}</h2>
      ${table([a.who, ...LIMITS[kind].map(name => ({ text: a.limitNames[name], number: true })), ''], lists[index].map(each => [html`<b class="mono">${each[who]}</b>`, ...LIMITS[kind].map(name => (each.value[name] === undefined ? html`<span class="dim">–</span>` : count(each.value[name]))),
    rowButtons([{ text: a.edit, icon: 'edit', run: () => editLimits(kind, each[who], each.value) }, { text: a.clear, icon: 'trash', danger: true, run: () => clear(kind, each[who], Object.keys(each.value)) }])]), a.unlimited)}</section>`);
  }
}
customElements.define('lv-page-limits', Limits);
