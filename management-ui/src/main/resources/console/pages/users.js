import { html, nothing } from 'lit';
import { get, readOnly, user as self } from '../lib/api.js';
import { Part, Watch, icon, problem } from '../lib/part.js';
import { Poll } from '../lib/live.js';
import { number, text } from '../lib/columns.js';
import { link, route, setQuery } from '../lib/router.js';
import { rowButtons, table } from '../lib/simple-list.js';
import { editTopic, editUser, grant, removeTopic, removeUsers, revoke } from '../lib/user-forms.js';
import { editLimits } from '../lib/limit-form.js';
import { a } from '../texts/admin.js';
import { u } from '../texts/users.js';
import '../lib/list.js';
import '../lib/permission-check.js';

const WHAT = ['configure', 'write', 'read'];
const hashName = row => row.hashing_algorithm?.replace(/^\w+_password_hashing_/, '');
const notOwn = rows => rows.every(row => row.name !== self.value.name);

/** @param {() => string[]} hosts where permissions can be granted */
const usersList = hosts => ({
  id: 'users',
  title: a.users,
  columns: [
    text('name', a.user, { always: true, cell: row => html`<span class="mono">${row.name}</span>` }),
    { id: 'tags', title: a.tags, help: u.tagsHelp, sort: false, cell: row => (row.tags ?? []).map(tag => html`<span class="tag" title=${a.tagHelp[tag] ?? ''}>${tag}</span>`) },
    { id: 'virtual_hosts', title: a.hosts, sort: false, broad: true, cell: row => ((row.virtual_hosts ?? []).length === 0 ? html`<span class="warn">${a.noPermissions}</span>` : row.virtual_hosts.map(each => html`<span class="tag">${each}</span>`)) },
    { id: 'password', title: a.password, fields: ['password_hash', 'default_password'], sort: false, csv: ['default_password'], cell: row => (row.default_password ? html`<span class="problem">${u.defaultPassword}</span>` : row.password_hash ? a.yes : html`<span class="warn">${u.noPassword}</span>`) },
    { id: 'hashing_algorithm', title: a.algorithm, fields: ['hashing_algorithm'], cell: row => (row.password_hash ? html`<span class="muted">${hashName(row)}</span>` : '') },
    { id: 'limits', title: a.limits, sort: false, cell: row => Object.entries(row.limits ?? {}).map(([name, value]) => html`<span class="tag">${a.limitNames[name] ?? name} ${value}</span>`) },
    number('connections', u.connections),
    { id: 'do', title: '', fields: [], csv: [], sort: false, always: true, cell: row => rowButtons([{ text: a.edit, icon: 'edit', run: () => editUser(row) }, { text: a.grant, icon: 'plus', run: () => grant(row.name, hosts()) },
      ...(notOwn([row]) ? [{ text: a.remove, icon: 'trash', danger: true, run: () => removeUsers([row]) }] : [])]) },
  ],
  fields: ['name', 'tags', 'virtual_hosts', 'password_hash', 'hashing_algorithm', 'limits', 'connections'],
  sort: 'name',
  card: ['tags', 'virtual_hosts', 'password', 'connections', 'do'],
  path: () => 'users',
  key: row => row.name,
  nameOf: row => row.name,
  create: { text: a.newUser, run: () => editUser() },
  chips: ['no_permissions', 'administrators', 'no_password'].map(id => ({ id, text: u.chips[id] })),
  actions: [
    { text: a.edit, icon: 'edit', single: true, run: ([row]) => editUser(row) },
    { text: a.grant, icon: 'plus', single: true, run: ([row]) => grant(row.name, hosts()) },
    { text: a.limits, icon: 'limit', single: true, run: ([row]) => editLimits('user-limits', row.name, row.limits) },
    { text: a.remove, icon: 'trash', danger: true, when: notOwn, run: removeUsers },
  ],
});

/** What should not be, with the way to it. */
async function warnings(signal) {
  const howMany = async filter => (await get('users', { page: 1, page_size: 1, filter, columns: 'name' }, { signal })).filtered_count;
  const [administrators, unused, guest] = await Promise.all([howMany('administrators,no_password'), howMany('no_permissions'), get('users', { page: 1, page_size: 500, name: '^guest$', use_regex: 'true', columns: 'default_password' }, { signal })]);
  return { administrators, unused, guest: guest.items.some(each => each.default_password) };
}

/** Users, what they may do and where, and what of that is not as it should be. */
class Users extends Part {
  watch = new Watch(this, route, readOnly);

  poll = new Poll(this, async signal => {
    const [users, permissions, topics, hosts, warned] = await Promise.all([get('users', { columns: 'name' }, { signal }), get('permissions', {}, { signal }), get('topic-permissions', {}, { signal }),
      get('vhosts', { columns: 'name', disable_stats: 'true' }, { signal }), warnings(signal)]);
    return { names: users.map(each => each.name), permissions, topics, hosts: hosts.map(each => each.name), warned };
  });

  definition = usersList(() => this.poll.data?.hosts ?? ['/']);

  render() {
    const { data, error } = this.poll;
    return html`${data ? this.#warnings(data.warned) : nothing}<lv-list .definition=${this.definition}></lv-list>${data ? this.#rules(data) : error ? problem(error) : nothing}`;
  }

  #warnings({ guest, administrators, unused }) {
    const line = (severity, words, chip) => html`<p class="banner ${severity}">${icon('alert')}<span>${words}</span>${chip ? html` <a href=${link('users', [], { ...route.value.query, chip })}>${u.show_}</a>` : nothing}</p>`;
    return html`${guest ? line('bad', a.warnDefault) : nothing}${administrators > 0 ? line('bad', u.warnAdministrators(administrators), 'administrators,no_password') : nothing}${unused > 0 ? line('', u.warnUnused(unused), 'no_permissions') : nothing}`;
  }

  #rules({ names, permissions, topics, hosts }) {
    const matrix = route.value.query.as === 'matrix';
    return html`<section class="card"><h2>${a.permissions} <button class="small" @click=${() => setQuery({ as: matrix ? null : 'matrix' })}>${matrix ? u.asList : u.matrix}</button></h2>${matrix ? this.#matrix(names, hosts, permissions) : this.#permissions(permissions, hosts)}</section>
      <section class="card"><h2>${u.test}</h2><lv-permission-check .users=${names} .hosts=${hosts}></lv-permission-check></section>
      <section class="card"><h2>${u.topics} ${readOnly.value ? nothing : html`<button class="small" @click=${() => editTopic(names, hosts)}>${icon('plus')}${u.newTopic}</button>`}</h2><p class="muted">${u.topicsHint}</p>
        ${table([u.user, u.vhost, u.exchange, u.write, u.read, ''], topics.map(each => [html`<span class="mono">${each.user}</span>`, html`<span class="mono">${each.vhost}</span>`, html`<code>${each.exchange}</code>`,
    html`<code>${each.write || '–'}</code>`, html`<code>${each.read || '–'}</code>`, rowButtons([{ text: u.edit, icon: 'edit', run: () => editTopic(names, hosts, each) }, { text: u.remove, icon: 'trash', danger: true, run: () => removeTopic(each) }])]), u.noTopics)}</section>
      <section class="card"><h2>${u.tagsTitle}</h2><dl class="facts">${Object.entries(a.tagHelp).map(([tag, help]) => html`<dt><span class="tag">${tag}</span></dt><dd>${help}</dd>`)}</dl></section>`;
  }

  #permissions(permissions, hosts) {
    return table([a.user, a.vhost, a.configure, a.write, a.read, ''], permissions.map(each => [html`<span class="mono">${each.user}</span>`, html`<span class="mono">${each.vhost}</span>`, ...WHAT.map(what => html`<code>${each[what] || '–'}</code>`),
      rowButtons([{ text: a.edit, icon: 'edit', run: () => grant(each.user, hosts, each) }, { text: a.revoke, icon: 'trash', danger: true, run: () => revoke(each) }])]), a.noPermissions);
  }

  #matrix(names, hosts, permissions) {
    const known = new Map(permissions.map(each => [JSON.stringify([each.user, each.vhost]), each]));
    const cell = (user, vhost) => {
      const found = known.get(JSON.stringify([user, vhost]));
      const full = found && WHAT.every(what => found[what] === '.*');
      const words = !found ? html`<span class="dim">–</span>` : full ? u.all : WHAT.map(what => html`<span class="cell-line"><span class="muted">${a[what]}</span> <code>${found[what] || '–'}</code></span>`);
      return readOnly.value ? words : html`<button class="quiet cell" aria-label=${`${a.permissionsOf(user)}, ${vhost}`} @click=${() => grant(user, [vhost], found)}><span>${words}</span></button>`;
    };
    return table([a.user, ...hosts], names.map(user => [html`<b class="mono">${user}</b>`, ...hosts.map(vhost => cell(user, vhost))]), '');
  }
}
customElements.define('lv-page-users', Users);
