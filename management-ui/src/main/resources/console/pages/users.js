import { html, nothing } from 'lit';
import { get, readOnly, user as self } from '../lib/api.js';
import { icon, Watch } from '../lib/part.js';
import { route, setQuery } from '../lib/router.js';
import { card, rowButtons, SimplePage, table } from '../lib/simple-list.js';
import { editTopic, editUser, grant, removeTopic, removeUser, revoke } from '../lib/user-forms.js';
import { a } from '../texts/admin.js';
import { u } from '../texts/users.js';
import '../lib/permission-check.js';

const GUEST = 'guest';
const WHAT = ['configure', 'write', 'read'];

class Users extends SimplePage {
  name = a.users;

  address = new Watch(this, route);

  async ask(signal) {
    const [users, permissions, topics, hosts] = await Promise.all([...['users', 'permissions', 'topic-permissions'].map(what => get(what, {}, { signal })),
      get('vhosts', { columns: 'name', disable_stats: 'true' }, { signal })]);
    return { users, permissions, topics, hosts: hosts.map(each => each.name) };
  }

  buttons() { return html`<button class="primary" @click=${() => editUser()}>${icon('plus')}${a.newUser}</button>`; }

  draw({ users, permissions, topics, hosts }) {
    const names = users.map(user => user.name);
    const matrix = route.value.query.as === 'matrix';
    return html`${users.some(each => each.name === GUEST) ? html`<p class="banner bad">${icon('alert')}${a.warnDefault}</p>` : nothing}
      ${card('', this.#users(users, permissions, hosts))}
      <section class="card"><h2>${a.permissions} <button class="small" @click=${() => setQuery({ as: matrix ? null : 'matrix' })}>${matrix ? u.asList : u.matrix}</button></h2>${matrix ? this.#matrix(names, hosts, permissions) : this.#permissions(permissions, hosts)}</section>
      ${card(u.test, html`<lv-permission-check .users=${names} .hosts=${hosts}></lv-permission-check>`)}
      <section class="card"><h2>${u.topics} ${readOnly.value ? nothing : html`<button class="small" @click=${() => editTopic(names, hosts)}>${icon('plus')}${u.newTopic}</button>`}</h2><p class="muted">${u.topicsHint}</p>
        ${table([u.user, u.vhost, u.exchange, u.write, u.read, ''], topics.map(each => [html`<span class="mono">${each.user}</span>`, html`<span class="mono">${each.vhost}</span>`, html`<code>${each.exchange}</code>`,
    html`<code>${each.write || '–'}</code>`, html`<code>${each.read || '–'}</code>`, rowButtons([{ text: u.edit, icon: 'edit', run: () => editTopic(names, hosts, each) }, { text: u.remove, icon: 'trash', danger: true, run: () => removeTopic(each) }])]), u.noTopics)}</section>`;
  }

  #users(users, permissions, hosts) {
    const of = user => permissions.filter(each => each.user === user.name);
    return table([a.user, a.tags, a.algorithm, a.hosts, ''], users.map(user => [html`<b class="mono">${user.name}</b>`, (user.tags ?? []).map(tag => html`<span class="tag">${tag}</span>`),
      user.password_hash ? html`<span class="muted">${user.hashing_algorithm?.replace(/^\w+_password_hashing_/, '')}</span>` : html`<span class="warn">${a.warnNoPassword}</span>`,
      of(user).length === 0 ? html`<span class="warn">${a.noPermissions}</span>` : of(user).map(each => html`<span class="tag">${each.vhost}</span>`),
      rowButtons([{ text: a.edit, icon: 'edit', run: () => editUser(user) }, { text: a.grant, icon: 'plus', run: () => grant(user.name, hosts) },
        ...(user.name === self.value.name ? [] : [{ text: a.remove, icon: 'trash', danger: true, run: () => removeUser(user) }])])]), '');
  }

  #permissions(permissions, hosts) {
    return table([a.user, a.vhost, a.configure, a.write, a.read, ''], permissions.map(each => [html`<span class="mono">${each.user}</span>`, html`<span class="mono">${each.vhost}</span>`, ...WHAT.map(what => html`<code>${each[what] || '–'}</code>`),
      rowButtons([{ text: a.edit, icon: 'edit', run: () => grant(each.user, hosts, each) }, { text: a.revoke, icon: 'trash', danger: true, run: () => revoke(each) }])]), a.noPermissions);
  }

  #matrix(names, hosts, permissions) {
    const cell = (user, vhost) => {
      const found = permissions.find(each => each.user === user && each.vhost === vhost);
      const full = found && WHAT.every(what => found[what] === '.*');
      const text = !found ? html`<span class="dim">–</span>` : full ? u.all : WHAT.map(what => html`<span class="cell-line"><span class="muted">${a[what]}</span> <code>${found[what] || '–'}</code></span>`);
      return readOnly.value ? text : html`<button class="quiet cell" aria-label=${`${a.permissionsOf(user)}, ${vhost}`} @click=${() => grant(user, [vhost], found)}><span>${text}</span></button>`;
    };
    return table([a.user, ...hosts], names.map(user => [html`<b class="mono">${user}</b>`, ...hosts.map(vhost => cell(user, vhost))]), '');
  }
}
customElements.define('lv-page-users', Users);
