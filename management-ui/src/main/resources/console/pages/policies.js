import { html, nothing } from 'lit';
import { path, has, readOnly } from '../lib/api.js';
import { Part, Watch } from '../lib/part.js';
import { number, text, vhost } from '../lib/columns.js';
import { comparePolicies, editPolicy, removePolicies } from '../lib/policy-form.js';
import { countCell } from '../lib/cells.js';
import { route, setQuery } from '../lib/router.js';
import { v } from '../texts/policy.js';
import '../lib/list.js';

const BARE = ['vhost', 'name', 'pattern', 'apply-to', 'definition', 'priority'];

const definition = (kind, title, create, mayChange) => ({
  id: kind,
  title,
  columns: [
    text('name', v.name, { always: true, cell: row => (mayChange() && !readOnly.value ? html`<button class="row-open mono" @click=${() => editPolicy(kind, row, { fresh: false })}>${row.name}</button>` : row.name) }),
    vhost(v.vhost),
    text('pattern', v.pattern, { broad: true, cell: row => html`<code>${row.pattern}</code>` }),
    text('apply-to', v.applyTo),
    { id: 'definition', title: v.definition, sort: false, broad: true, cell: row => Object.entries(row.definition ?? {}).map(([key, value]) => html`<span class="tag">${key} ${typeof value === 'string' ? value : JSON.stringify(value)}</span>`) },
    number('priority', v.priority, { cell: row => row.priority }),
    { id: 'matches', title: v.matchesNow, help: v.matchesHelp, numeric: true, fields: ['matching_queues', 'matching_exchanges'], sort: 'matching_queues', cell: row => html`<span title=${v.matches(row.matching_queues, row.matching_exchanges)}>${countCell((row.matching_queues ?? 0) + (row.matching_exchanges ?? 0))}</span>` },
  ],
  fields: BARE,
  sort: 'priority',
  card: ['vhost', 'pattern', 'definition', 'priority', 'matches'],
  descending: true,
  path: host => (host ? path(kind, host) : kind),
  key: row => `${row.vhost}\u0000${row.name}`,
  nameOf: row => row.name,
  none: v.none,
  create: mayChange() ? { text: create, run: () => editPolicy(kind) } : undefined,
  actions: [
    { text: v.edit, icon: 'edit', single: true, when: mayChange, run: ([row]) => editPolicy(kind, row, { fresh: false }) },
    { text: v.duplicate, icon: 'copy', single: true, when: mayChange, run: ([row]) => editPolicy(kind, row) },
    { text: v.compare, icon: 'search', when: rows => rows.length === 2, run: rows => comparePolicies(kind, rows) },
    { text: v.removeOne, icon: 'trash', danger: true, when: mayChange, run: rows => removePolicies(kind, rows) },
  ],
});

/** Those of users, and those of the operator, which users cannot loosen. */
class Policies extends Part {
  watch = new Watch(this, route, readOnly);

  users = definition('policies', v.policies, v.newPolicy, () => true);

  operators = definition('operator-policies', v.operators, v.newOperator, () => has('administrator'));

  render() {
    const ofOperator = route.value.query.kind === 'operator';
    const choice = (kind, label, on) => html`<button aria-pressed=${on} @click=${() => setQuery({ kind, page: null })}>${label}</button>`;
    return html`<p class="choice">${choice(null, v.ofUsers, !ofOperator)}${choice('operator', v.ofOperator, ofOperator)}</p>
      ${ofOperator ? html`<p class="muted">${v.operatorHint}</p><lv-list .definition=${this.operators}></lv-list>` : nothing}${ofOperator ? nothing : html`<lv-list .definition=${this.users}></lv-list>`}`;
  }
}
customElements.define('lv-page-policies', Policies);
