import { html } from 'lit';
import { Part, icon } from '../lib/part.js';
import { path, post, put, remove } from '../lib/api.js';
import { count } from '../lib/format.js';
import { link } from '../lib/router.js';
import { check, field, openForm } from '../lib/forms.js';
import { confirmAction } from '../lib/dialog.js';
import { runAll } from '../lib/bulk.js';
import { bytesPerSecond, number, text } from '../lib/columns.js';
import { editLimits } from '../lib/limit-form.js';
import { refresh } from '../lib/live.js';
import { toast } from '../lib/toast.js';
import { a } from '../texts/admin.js';
import '../lib/list.js';

const TYPES = ['classic', 'quorum'];

async function edit(vhost) {
  const model = { name: vhost?.name ?? '', description: vhost?.description ?? '', tags: (vhost?.tags ?? []).join(', '), default_queue_type: vhost?.default_queue_type ?? 'classic', tracing: vhost?.tracing ?? false };
  const done = await openForm({
    title: vhost ? `${a.edit} ${vhost.name}` : a.newVhost, verb: vhost ? a.save : a.create,
    fields: redraw => html`${vhost ? '' : field(a.name, model, 'name', { required: true, autofocus: true })}${field(a.description, model, 'description')}${field(a.tags, model, 'tags', { help: a.tagsHint })}
      ${field(a.type, model, 'default_queue_type', { options: TYPES, redraw })}${check(a.tracing, model, 'tracing')}`,
    run: () => put(path('vhosts', model.name), { description: model.description, tags: model.tags.split(',').map(each => each.trim()).filter(Boolean).join(','), default_queue_type: model.default_queue_type, tracing: model.tracing }),
  });
  if (done) { toast(vhost ? a.saved : a.created(model.name)); refresh(); }
}

async function removeAll(vhosts) {
  const one = vhosts.length === 1;
  const sum = field => vhosts.reduce((all, each) => all + (each[field] ?? 0), 0);
  const agreed = await confirmAction({ title: a.vhostDelete(vhosts.length), verb: a.vhostDelete(vhosts.length), typed: one ? vhosts[0].name : String(vhosts.length),
    consequence: a.vhostDeleteText(one ? vhosts[0].name : a.some(vhosts.length), sum('queues'), sum('messages')), run: () => (one ? remove(path('vhosts', vhosts[0].name)) : Promise.resolve()) });
  if (!agreed) return false;
  const gone = one ? 1 : (await runAll(a.vhostDelete(vhosts.length), vhosts, each => each.name, each => remove(path('vhosts', each.name)))).done;
  if (gone > 0) toast(a.vhostDeleted(gone));
  return true;
}

const protection = on => async vhosts => {
  await runAll(on ? a.protect : a.unprotect, vhosts, each => each.name, each => (on ? post : remove)(`${path('vhosts', each.name)}/deletion/protection`));
};

const DEFINITION = {
  id: 'vhosts',
  title: a.vhosts,
  columns: [
    text('name', a.name, { always: true, fields: ['name', 'protected_from_deletion'], cell: row => html`${row.name} ${row.protected_from_deletion ? html`<span title=${a.protected}>${icon('lock')}</span>` : ''}` }),
    text('description', a.description, { fields: ['description', 'tags', 'default_queue_type', 'tracing'] }),
    { id: 'tags', title: a.tags, sort: false, cell: row => (row.tags ?? []).map(each => html`<span class="tag">${each}</span>`) },
    number('messages', a.messages),
    bytesPerSecond('in', a.in, 'recv_oct'),
    bytesPerSecond('out', a.out, 'send_oct'),
    number('queues', a.queueCount),
    { id: 'limits', title: a.limits, sort: false, cell: row => Object.entries(row.limits ?? {}).map(([name, value]) => html`<span class="tag">${a.limitNames[name] ?? name} ${value}</span>`) },
    text('default_queue_type', a.type),
  ],
  fields: ['name', 'description', 'tags', 'default_queue_type', 'tracing', 'messages', 'queues', 'limits', 'protected_from_deletion'],
  sort: 'name',
  card: ['messages', 'in', 'out'],
  path: () => 'vhosts',
  key: row => row.name,
  nameOf: row => row.name,
  href: row => link('queues', [], { vh: row.name }),
  create: { text: a.newVhost, run: () => edit() },
  actions: [
    { text: a.edit, icon: 'edit', single: true, run: ([row]) => edit(row) },
    { text: a.limits, icon: 'limit', single: true, run: ([row]) => editLimits('vhost-limits', row.name, row.limits) },
    { text: a.protect, icon: 'lock', when: rows => rows.some(row => !row.protected_from_deletion), run: protection(true) },
    { text: a.unprotect, icon: 'lock', when: rows => rows.some(row => row.protected_from_deletion), run: protection(false) },
    { text: a.remove, icon: 'trash', danger: true, when: rows => rows.every(row => !row.protected_from_deletion), run: removeAll },
  ],
};

class Vhosts extends Part {
  render() { return html`<lv-list .definition=${DEFINITION}></lv-list>`; }
}
customElements.define('lv-page-vhosts', Vhosts);
