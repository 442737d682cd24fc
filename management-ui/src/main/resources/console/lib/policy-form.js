import { html, nothing } from 'lit';
import { get, path, put, remove } from './api.js';
import { copy } from './clipboard.js';
import { confirmAction, openDialog } from './dialog.js';
import { argumentRows, argumentsOf, field, openForm, rowsOf } from './forms.js';
import { policyPreview, removalPreview } from './policy-preview.js';
import { POLICY_KEYS } from './policy-keys.js';
import { refresh } from './live.js';
import { virtualHost } from './router.js';
import { runAll } from './bulk.js';
import { table } from './detail.js';
import { toast } from './toast.js';
import { t } from './texts.js';
import { f } from '../texts/forms.js';
import { v } from '../texts/policy.js';

// What one fills in about policies. Their kind is that of the API: 'policies' or 'operator-policies'.

const where = (kind, policy) => path(kind, policy.vhost, policy.name);
const bare = ({ vhost, name, pattern, 'apply-to': applyTo, definition, priority }) => ({ vhost, name, pattern, 'apply-to': applyTo, definition, priority });

/** @param {object} [known] to begin with; one that is changed keeps its name, others get a new one */
export async function editPolicy(kind, known, { fresh = true } = {}) {
  const model = { vhost: known?.vhost ?? (virtualHost() || '/'), name: fresh ? '' : known.name, pattern: known?.pattern ?? '', 'apply-to': known?.['apply-to'] ?? (kind === 'policies' ? 'all' : 'queues'), priority: String(known?.priority ?? 0) };
  const rows = rowsOf(known?.definition);
  const body = () => ({ pattern: model.pattern, 'apply-to': model['apply-to'], priority: Number(model.priority), definition: argumentsOf(rows) });
  const done = await openForm({
    title: kind === 'policies' ? v.policy : v.operator, verb: fresh ? v.create : t.save, preview: body, wide: true,
    fields: redraw => html`<div class="beside"><div>${fresh ? html`${field(v.vhost, model, 'vhost', { required: true, redraw })}${field(v.name, model, 'name', { required: true, autofocus: true, redraw })}` : html`<p><b class="mono">${model.name}</b> <span class="muted">${model.vhost}</span></p>`}
      ${field(v.pattern, model, 'pattern', { placeholder: '^orders\\.', redraw })}${field(v.applyTo, model, 'apply-to', { options: v.kinds, redraw })}${field(v.priority, model, 'priority', { type: 'number', help: v.priorityHelp, redraw })}${argumentRows(rows, POLICY_KEYS, redraw, { legend: f.definition, add: f.addKey, remove: f.removeKey })}</div>
      ${policyPreview(kind, { vhost: model.vhost, name: model.name, ...body() })}</div>`,
    run: () => put(path(kind, model.vhost, model.name), body()),
  });
  if (done) { toast(v.saved(model.name)); refresh(); }
  return done;
}

const quoted = name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** One that matches exactly these queues, which are of one virtual host. */
export const policyForQueues = queues => editPolicy('policies', { vhost: queues[0].vhost, pattern: queues.length === 1 ? `^${quoted(queues[0].name)}$` : `^(${queues.map(each => quoted(each.name)).join('|')})$`, 'apply-to': 'queues', priority: 10, definition: {} });

export async function removePolicies(kind, policies) {
  const one = policies.length === 1;
  const title = v.remove(policies.length);
  const done = await confirmAction({ title, verb: title, typed: one ? undefined : String(policies.length), consequence: html`${v.removeText(one ? policies[0].name : v.some(policies.length))}${one ? removalPreview(kind, policies[0]) : nothing}`,
    run: () => (one ? remove(where(kind, policies[0])) : Promise.resolve()) });
  if (!done) return false;
  const gone = one ? 1 : (await runAll(title, policies, each => each.name, each => remove(where(kind, each)))).done;
  if (gone > 0) toast(v.removed(gone), { action: { text: v.copyDefinition, run: () => copy(JSON.stringify(one ? bare(policies[0]) : policies.map(bare), null, 2)) } });
  return true;
}

/** Key by key, what differs first. */
export async function comparePolicies(kind, chosen) {
  const [one, other] = await Promise.all(chosen.map(each => get(where(kind, each))));
  const said = policy => ({ [v.pattern]: policy.pattern, [v.applyTo]: policy['apply-to'], [v.priority]: policy.priority, ...policy.definition });
  const [here, there] = [said(one), said(other)];
  const rows = [...new Set([...Object.keys(here), ...Object.keys(there)])].map(key => ({ key, here: here[key], there: there[key], same: JSON.stringify(here[key]) === JSON.stringify(there[key]) })).sort((x, y) => x.same - y.same);
  const show = (value, same) => (value === undefined ? html`<span class="dim">–</span>` : html`<code class=${same ? 'muted' : ''}>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`);
  await openDialog(v.compare, close => html`<div class="body">${table([v.key, html`<span class="mono">${one.name}</span> <span class="muted">${one.vhost}</span>`, html`<span class="mono">${other.name}</span> <span class="muted">${other.vhost}</span>`, ''],
    rows.map(each => [each.key, show(each.here, each.same), show(each.there, each.same), html`<span class="state ${each.same ? 'dim' : 'warn'}">${each.same ? v.same : v.differs}</span>`]), '–')}
    ${one.vhost === other.vhost && one.priority === other.priority ? html`<p class="warn">${v.tie}</p>` : nothing}</div>
    <footer><button autofocus @click=${() => close()}>${t.close}</button></footer>`, { wide: true });
  return false;
}
