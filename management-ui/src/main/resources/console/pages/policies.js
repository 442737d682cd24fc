import { html, nothing } from 'lit';
import { get, path, put, remove, has, readOnly } from '../lib/api.js';
import { confirmAction } from '../lib/dialog.js';
import { argumentRows, argumentsOf, field, openForm, rowsOf } from '../lib/forms.js';
import { policyPreview, removalPreview } from '../lib/policy-preview.js';
import { POLICY_KEYS } from '../lib/policy-keys.js';
import { refresh } from '../lib/live.js';
import { virtualHost } from '../lib/router.js';
import { card, rowButtons, SimplePage, table } from '../lib/simple-list.js';
import { icon } from '../lib/part.js';
import { toast } from '../lib/toast.js';
import { a } from '../texts/admin.js';

/** @param {'policies'|'operator-policies'} kind */
async function edit(kind, known, { copy = false } = {}) {
  const model = { vhost: known?.vhost ?? (virtualHost() || '/'), name: copy ? '' : known?.name ?? '', pattern: known?.pattern ?? '', 'apply-to': known?.['apply-to'] ?? (kind === 'policies' ? 'all' : 'queues'), priority: String(known?.priority ?? 0) };
  const rows = rowsOf(known?.definition);
  const body = () => ({ pattern: model.pattern, 'apply-to': model['apply-to'], priority: Number(model.priority), definition: argumentsOf(rows) });
  const fresh = !known || copy;
  const done = await openForm({
    title: kind === 'policies' ? a.policy : a.operator, verb: fresh ? a.create : a.save, preview: body, wide: true,
    fields: redraw => html`<div class="beside"><div>${fresh ? html`${field(a.vhost, model, 'vhost', { required: true, redraw })}${field(a.name, model, 'name', { required: true, autofocus: true, redraw })}` : html`<p><b class="mono">${model.name}</b> <span class="muted">${model.vhost}</span></p>`}
      ${field(a.pattern, model, 'pattern', { placeholder: '^orders\\.', redraw })}${field(a.applyTo, model, 'apply-to', { options: a.kinds, redraw })}${field(a.priority, model, 'priority', { type: 'number', redraw })}${argumentRows(rows, POLICY_KEYS, redraw)}</div>
      ${policyPreview(kind, { vhost: model.vhost, name: model.name, ...body() })}</div>`,
    run: () => put(path(kind, model.vhost, model.name), body()),
  });
  if (done) { toast(a.saved); refresh(); }
}

async function removePolicy(kind, policy) {
  const done = await confirmAction({ title: a.policyDelete(1), verb: a.policyDelete(1), consequence: html`${a.policyDeleteText(policy.name)}${removalPreview(kind, policy)}`, run: () => remove(path(kind, policy.vhost, policy.name)) });
  if (done) toast(a.policyDeleted);
}

class Policies extends SimplePage {
  name = a.policies;

  async ask(signal) {
    const host = virtualHost();
    const [policies, operator] = await Promise.all(['policies', 'operator-policies'].map(kind => get(host ? path(kind, host) : kind, {}, { signal })));
    return { policies, operator };
  }

  buttons() { return html`<button class="primary" @click=${() => edit('policies')}>${icon('plus')}${a.newPolicy}</button>`; }

  draw({ policies, operator }) {
    const rows = (kind, list, mayEdit) => [...list].sort((x, y) => x.vhost.localeCompare(y.vhost) || y.priority - x.priority || x.name.localeCompare(y.name)).map(each => [html`<span class="mono">${each.vhost}</span>`, html`<b class="mono">${each.name}</b>`,
      html`<code>${each.pattern}</code>`, each['apply-to'], Object.entries(each.definition).map(([key, value]) => html`<span class="tag">${key} ${JSON.stringify(value)}</span>`), each.priority,
      mayEdit ? rowButtons([{ text: a.edit, icon: 'edit', run: () => edit(kind, each) }, { text: a.duplicate, icon: 'copy', run: () => edit(kind, each, { copy: true }) }, { text: a.remove, icon: 'trash', danger: true, run: () => removePolicy(kind, each) }]) : nothing]);
    const heads = [a.vhost, a.name, a.pattern, a.applyTo, a.definition, { text: a.priority, number: true }, ''];
    return html`${card('', table(heads, rows('policies', policies, true), '–'))}
      <section class="card"><h2>${a.operator} ${has('administrator') && !readOnly.value ? html`<button class="small" @click=${() => edit('operator-policies')}>${icon('plus')}${a.newOperator}</button>` : nothing}</h2>
        ${table(heads, rows('operator-policies', operator, has('administrator')), '–')}</section>`;
  }
}
customElements.define('lv-page-policies', Policies);
