import { html, nothing } from 'lit';
import { get, path, put, remove, readOnly } from '../lib/api.js';
import { confirmAction } from '../lib/dialog.js';
import { field, openForm } from '../lib/forms.js';
import { count } from '../lib/format.js';
import { refresh } from '../lib/live.js';
import { rowButtons, SimplePage, table } from '../lib/simple-list.js';
import { icon } from '../lib/part.js';
import { toast } from '../lib/toast.js';
import { a } from '../texts/admin.js';

const KINDS = {
  'vhost-limits': { who: 'vhost', title: a.ofVhosts, names: ['max-connections', 'max-queues'] },
  'user-limits': { who: 'user', title: a.ofUsers, names: ['max-connections', 'max-channels'] },
};

async function setLimit(kind) {
  const model = { who: '', name: KINDS[kind].names[0], value: '' };
  const done = await openForm({
    title: a.setLimit, verb: a.save,
    fields: redraw => html`${field(a.forWhat, model, 'who', { required: true, autofocus: true })}${field(a.limit, model, 'name', { options: KINDS[kind].names, redraw })}${field(a.value, model, 'value', { type: 'number', required: true })}`,
    run: () => put(path(kind, model.who, model.name), { value: Number(model.value) }),
  });
  if (done) { toast(a.saved); refresh(); }
}

async function clear(kind, who, name) {
  const done = await confirmAction({ title: a.clear, verb: a.clear, consequence: a.clearText(name, who), run: () => remove(path(kind, who, name)) });
  if (done) toast(a.cleared);
}

class Limits extends SimplePage {
  name = a.limits;

  ask(signal) { return Promise.all(Object.keys(KINDS).map(kind => get(kind, {}, { signal }))); }

  draw(lists) {
    return Object.entries(KINDS).map(([kind, { who, title }], index) => html`<section class="card"><h2>${title}
      ${readOnly.value ? nothing : html`<button class="small" @click=${() => setLimit(kind)}>${icon('plus')}${a.setLimit}</button>`}</h2>
      ${table([a.who, a.limit, { text: a.value, number: true }, ''], lists[index].flatMap(each => Object.entries(each.value).map(([name, value]) => [html`<b class="mono">${each[who]}</b>`, name, count(value),
    rowButtons([{ text: a.clear, icon: 'trash', danger: true, run: () => clear(kind, each[who], name) }])])), a.unlimited)}</section>`);
  }
}
customElements.define('lv-page-limits', Limits);
