import { html, nothing } from 'lit';
import { get, path, put, remove } from '../lib/api.js';
import { confirmAction } from '../lib/dialog.js';
import { field, openForm } from '../lib/forms.js';
import { refresh } from '../lib/live.js';
import { user as self } from '../lib/session.js';
import { card, rowButtons, SimplePage, table } from '../lib/simple-list.js';
import { icon } from '../lib/icons.js';
import { toast } from '../lib/toast.js';
import { a } from '../texts/admin.js';

const TAGS = Object.keys(a.tagHelp);
const PATTERNS = { full: ['.*', '.*', '.*'], read: ['', '', '.*'], publish: ['', '.*', ''], none: ['', '', ''] };
const GUEST = 'guest';

function randomPassword() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
}

async function editUser(known) {
  const model = { name: known?.name ?? '', password: '', passwordless: false, tags: new Set(known?.tags ?? []) };
  const own = known?.name === self.value.name;
  const body = () => ({ tags: [...model.tags], ...(model.password ? { password: model.password } : known && !model.passwordless ? { password_hash: known.password_hash, hashing_algorithm: known.hashing_algorithm } : {}) });
  const done = await openForm({
    title: known ? `${a.edit} ${known.name}` : a.newUser, verb: known ? a.save : a.create,
    fields: redraw => html`${known ? nothing : field(a.name, model, 'name', { required: true, autofocus: true })}
      <p class="copy-row">${field(known ? a.newPassword : a.password, model, 'password', { redraw })}<button type="button" @click=${() => { model.password = randomPassword(); redraw(); }}>${a.generate}</button></p>
      <fieldset class="arguments"><legend>${a.tags}</legend>${TAGS.map(tag => html`<label class="check"><input type="checkbox" .checked=${model.tags.has(tag)} ?disabled=${own && tag === 'administrator'}
        @change=${event => { if (event.target.checked) model.tags.add(tag); else model.tags.delete(tag); }}> <b>${tag}</b> <span class="muted">${a.tagHelp[tag]}</span></label>`)}${own ? html`<small>${a.lastAdmin}</small>` : nothing}</fieldset>`,
    run: () => put(path('users', model.name), body()),
  });
  if (done) { toast(known ? a.saved : a.created(model.name)); refresh(); }
}

async function grant(user, hosts, known) {
  const model = { vhost: known?.vhost ?? hosts[0], configure: known?.configure ?? '.*', write: known?.write ?? '.*', read: known?.read ?? '.*' };
  const done = await openForm({
    title: a.permissionsOf(user), verb: a.grant,
    fields: redraw => html`${field(a.vhost, model, 'vhost', { options: hosts, redraw })}
      <p>${a.template} ${Object.entries(PATTERNS).map(([id, patterns]) => html`<button type="button" class="small" @click=${() => { [model.configure, model.write, model.read] = patterns; redraw(); }}>${a.templates[id]}</button> `)}</p>
      ${field(a.configure, model, 'configure')}${field(a.write, model, 'write')}${field(a.read, model, 'read', { help: a.patternsHint })}`,
    run: () => put(path('permissions', model.vhost, user), { configure: model.configure, write: model.write, read: model.read }),
  });
  if (done) { toast(a.saved); refresh(); }
}

async function removeUser(user) {
  const done = await confirmAction({ title: a.userDelete(1), verb: a.userDelete(1), typed: user.name, consequence: a.userDeleteText(user.name), run: () => remove(path('users', user.name)) });
  if (done) toast(a.userDeleted);
}

async function revoke(permission) {
  const done = await confirmAction({ title: a.revoke, verb: a.revoke, consequence: a.revokeText(permission.user, permission.vhost), run: () => remove(path('permissions', permission.vhost, permission.user)) });
  if (done) toast(a.saved);
}

class Users extends SimplePage {
  name = a.users;

  async ask(signal) {
    const [users, permissions, hosts] = await Promise.all([get('users', {}, { signal }), get('permissions', {}, { signal }), get('vhosts', { columns: 'name', disable_stats: 'true' }, { signal })]);
    return { users, permissions, hosts: hosts.map(each => each.name) };
  }

  buttons() { return html`<button class="primary" @click=${() => editUser()}>${icon('plus')}${a.newUser}</button>`; }

  draw({ users, permissions, hosts }) {
    const of = user => permissions.filter(each => each.user === user.name);
    return html`${users.some(each => each.name === GUEST) ? html`<p class="banner bad">${icon('alert')}${a.warnDefault}</p>` : nothing}
      ${card('', table([a.user, a.tags, a.algorithm, a.hosts, ''], users.map(user => [html`<b class="mono">${user.name}</b>`, (user.tags ?? []).map(tag => html`<span class="tag">${tag}</span>`),
    user.password_hash ? html`<span class="muted">${user.hashing_algorithm?.replace('rabbit_password_hashing_', '')}</span>` : html`<span class="warn">${a.warnNoPassword}</span>`,
    of(user).length === 0 ? html`<span class="warn">${a.noPermissions}</span>` : of(user).map(each => html`<span class="tag">${each.vhost}</span>`),
    rowButtons([{ text: a.edit, icon: 'edit', run: () => editUser(user) }, { text: a.grant, icon: 'plus', run: () => grant(user.name, hosts) },
      ...(user.name === self.value.name ? [] : [{ text: a.remove, icon: 'trash', danger: true, run: () => removeUser(user) }])])]), ''))}
      ${card(a.permissions, table([a.user, a.vhost, a.configure, a.write, a.read, ''], permissions.map(each => [html`<span class="mono">${each.user}</span>`, html`<span class="mono">${each.vhost}</span>`, ...['configure', 'write', 'read'].map(what => html`<code>${each[what] || '–'}</code>`),
    rowButtons([{ text: a.edit, icon: 'edit', run: () => grant(each.user, hosts, each) }, { text: a.revoke, icon: 'trash', danger: true, run: () => revoke(each) }])]), a.noPermissions))}`;
  }
}
customElements.define('lv-page-users', Users);
