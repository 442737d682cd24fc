import { html, nothing } from 'lit';
import { path, put, remove, user as self } from './api.js';
import { runAll } from './bulk.js';
import { copy } from './clipboard.js';
import { confirmAction } from './dialog.js';
import { field, openForm } from './forms.js';
import { refresh } from './live.js';
import { toast } from './toast.js';
import { a } from '../texts/admin.js';
import { u } from '../texts/users.js';

// What one fills in about users: who they are, what they may do.

const TAGS = Object.keys(a.tagHelp);
const PATTERNS = { full: ['.*', '.*', '.*'], read: ['', '', '.*'], publish: ['', '.*', ''], none: ['', '', ''] };

async function saved(form, text = a.saved) {
  if (await form) { toast(text); refresh(); }
}

function randomPassword() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
}

/** What is sent about the password; without any the user has none. */
function passwordOf(model, known) {
  if (model.how === 'set') return { password: model.password };
  if (model.how === 'hash') return { password_hash: model.hash.trim(), hashing_algorithm: model.algorithm };
  return model.how === 'keep' && known.password_hash ? { password_hash: known.password_hash, hashing_algorithm: known.hashing_algorithm } : { password_hash: '' };
}

function passwordFields(model, known, redraw) {
  const ways = Object.entries(u.how).filter(([id]) => known || id !== 'keep');
  return html`${field(u.passwordHow, model, 'how', { options: ways, redraw })}
    ${model.how === 'set' ? html`<p class="copy-row">${field(a.password, model, 'password', { required: true, redraw })}<button type="button" @click=${() => { model.password = randomPassword(); redraw(); }}>${a.generate}</button>
      <button type="button" ?disabled=${!model.password} @click=${() => copy(model.password)}>${u.show}</button></p>` : nothing}
    ${model.how === 'hash' ? html`${field(u.hash, model, 'hash', { required: true })}${field(u.algorithm, model, 'algorithm', { options: Object.entries(u.algorithms), redraw })}` : nothing}`;
}

export function editUser(known) {
  const model = { name: known?.name ?? '', how: known ? 'keep' : 'set', password: '', hash: '', algorithm: 'rabbit_password_hashing_sha256', tags: new Set(known?.tags ?? []) };
  const own = known?.name === self.value.name;
  return saved(openForm({
    title: known ? `${a.edit} ${known.name}` : a.newUser, verb: known ? a.save : a.create,
    fields: redraw => html`${known ? nothing : field(a.name, model, 'name', { required: true, autofocus: true })}${passwordFields(model, known, redraw)}
      <fieldset class="arguments"><legend>${a.tags}</legend>${TAGS.map(tag => html`<label class="check"><input type="checkbox" .checked=${model.tags.has(tag)} ?disabled=${own && tag === 'administrator'}
        @change=${event => { if (event.target.checked) model.tags.add(tag); else model.tags.delete(tag); }}> <b>${tag}</b> <span class="muted">${a.tagHelp[tag]}</span></label>`)}${own ? html`<small>${a.lastAdmin}</small>` : nothing}</fieldset>`,
    run: () => put(path('users', model.name), { tags: [...model.tags], ...passwordOf(model, known) }),
  }), known ? a.saved : a.created(model.name));
}

export function grant(user, hosts, known) {
  const model = { vhost: known?.vhost ?? hosts[0], configure: known?.configure ?? '.*', write: known?.write ?? '.*', read: known?.read ?? '.*' };
  return saved(openForm({
    title: a.permissionsOf(user), verb: a.grant,
    fields: redraw => html`${field(a.vhost, model, 'vhost', { options: hosts, redraw })}
      <p>${a.template} ${Object.entries(PATTERNS).map(([id, patterns]) => html`<button type="button" class="small" @click=${() => { [model.configure, model.write, model.read] = patterns; redraw(); }}>${a.templates[id]}</button> `)}</p>
      ${field(a.configure, model, 'configure')}${field(a.write, model, 'write')}${field(a.read, model, 'read', { help: a.patternsHint })}`,
    run: () => put(path('permissions', model.vhost, user), { configure: model.configure, write: model.write, read: model.read }),
  }));
}

export function editTopic(users, hosts, known) {
  const model = { user: users[0], vhost: hosts[0], exchange: 'amq.topic', write: '.*', read: '.*', ...known };
  return saved(openForm({
    title: u.topics, verb: u.save,
    fields: redraw => html`${known ? html`<p><b class="mono">${known.user}</b> <span class="muted">${known.vhost}</span> <code>${known.exchange}</code></p>`
      : html`${field(u.user, model, 'user', { options: users, redraw })}${field(u.vhost, model, 'vhost', { options: hosts, redraw })}${field(u.exchange, model, 'exchange', { required: true })}`}
      ${field(u.write, model, 'write')}${field(u.read, model, 'read', { help: u.hint })}`,
    run: () => put(path('topic-permissions', model.vhost, model.user), { exchange: model.exchange, write: model.write, read: model.read }),
  }));
}

export async function removeUsers(users) {
  const one = users.length === 1;
  const title = a.userDelete(users.length);
  const connections = users.reduce((sum, each) => sum + (each.connections ?? 0), 0);
  const hosts = new Set(users.flatMap(each => each.virtual_hosts ?? [])).size;
  const done = await confirmAction({ title, verb: title, typed: one ? users[0].name : String(users.length), consequence: a.userDeleteText(one ? users[0].name : a.some(users.length), hosts, connections),
    run: () => (one ? remove(path('users', users[0].name)) : Promise.resolve()) });
  if (!done) return false;
  const gone = one ? 1 : (await runAll(title, users, each => each.name, each => remove(path('users', each.name)))).done;
  if (gone > 0) toast(a.userDeleted(gone));
  refresh();
  return true;
}

export async function revoke(permission) {
  const done = await confirmAction({ title: a.revoke, verb: a.revoke, consequence: a.revokeText(permission.user, permission.vhost), run: () => remove(path('permissions', permission.vhost, permission.user)) });
  if (done) toast(a.saved);
}

export async function removeTopic({ user, vhost, exchange }) {
  const done = await confirmAction({ title: u.removeTitle, verb: u.remove, consequence: u.removeText(user, exchange), run: () => remove(path('topic-permissions', vhost, user, exchange || 'amq.default')) });
  if (done) toast(a.saved);
}
