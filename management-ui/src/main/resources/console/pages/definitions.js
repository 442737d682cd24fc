import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { get, path, post, readOnly } from '../lib/api.js';
import { copy } from '../lib/clipboard.js';
import { download } from '../lib/list-export.js';
import { diff, isChange, members, only, SECTIONS } from '../lib/definitions-diff.js';
import { explain, icon } from '../lib/part.js';
import { SimplePage, table } from '../lib/simple-list.js';
import { toast } from '../lib/toast.js';
import { n } from '../texts/definitions.js';

const SEVERITIES = { new: 'ok', differs: 'warn', kept: 'warn', same: 'dim', here: 'dim' };
const OF_USERS = new Set(['users', 'permissions', 'topic_permissions']);
const show = (key, value) => (key.startsWith('password') ? html`<span class="dim">…</span>` : value === undefined ? html`<span class="dim">–</span>` : html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`);

/** All that was declared, as a file; and a file, compared with what there is before anything of it is applied. */
class Definitions extends SimplePage {
  static properties = { host: { state: true }, sections: { state: true }, pretty: { state: true }, changes: { state: true }, chosen: { state: true }, all: { state: true }, error: { state: true }, text: { state: true }, over: { state: true }, result: { state: true } };

  constructor() {
    super();
    this.name = n.definitions;
    this.host = '';
    this.sections = new Set(Object.keys(SECTIONS));
    this.pretty = true;
    this.text = '';
  }

  ask(signal) { return get('vhosts', { columns: 'name', disable_stats: 'true' }, { signal }); }

  draw(hosts) {
    return html`<div class="grid">${this.#exportCard(hosts)}${readOnly.value ? nothing : this.#importCard()}${this.changes ? this.#diff() : nothing}${this.result ? this.#result() : nothing}</div>`;
  }

  // ---- out

  #exportCard(hosts) {
    const users = [...OF_USERS].every(section => this.sections.has(section));
    const toggle = (names, on) => { const next = new Set(this.sections); for (const name of names) { if (on) next.add(name); else next.delete(name); } this.sections = next; };
    const box = (label, names, on) => html`<label class="check"><input type="checkbox" .checked=${live(on)} @change=${event => toggle(names, event.target.checked)}> ${label}</label>`;
    return html`<section class="card w6"><h2>${n.export}</h2><p>${n.exportText}</p>
      <label class="field"><span>${n.vhost}</span><select @change=${event => { this.host = event.target.value; }}><option value="">${n.all}</option>${hosts.map(each => html`<option ?selected=${each.name === this.host}>${each.name}</option>`)}</select></label>
      <fieldset class="arguments"><legend>${n.sections}</legend><div class="checks">${this.host === '' ? box(n.withUsers, OF_USERS, users) : nothing}${Object.keys(SECTIONS).filter(each => !OF_USERS.has(each)).map(each => box(n.sectionNames[each], [each], this.sections.has(each)))}</div></fieldset>
      <label class="check"><input type="checkbox" .checked=${live(this.pretty)} @change=${event => { this.pretty = event.target.checked; }}> ${n.pretty}</label>
      <p class="row-buttons left"><button class="primary" @click=${() => this.#export(text => download('definitions.json', 'application/json', text))}>${icon('download')}${n.download}</button>
        <button @click=${() => this.#export(copy)}>${icon('copy')}${n.copy}</button></p></section>`;
  }

  async #export(give) {
    try {
      const definitions = only(await get(this.host ? path('definitions', this.host) : 'definitions'), this.sections);
      await give(JSON.stringify(definitions, null, this.pretty ? 2 : undefined));
    } catch (error) {
      toast(explain(error), { bad: true });
    }
  }

  // ---- in

  #importCard() {
    const dropped = event => { event.preventDefault(); this.over = false; const [file] = event.dataTransfer.files; if (file) this.#readFile(file); };
    return html`<section class="card w6 drop ${this.over ? 'over' : ''}" @dragover=${event => { event.preventDefault(); this.over = true; }} @dragleave=${() => { this.over = false; }} @drop=${dropped}><h2>${n.import}</h2><p>${n.importText}</p>
      <p class="row-buttons left"><label class="button">${icon('upload')}${n.choose}<input type="file" accept="application/json,.json" class="hidden" @change=${event => { const [file] = event.target.files; if (file) this.#readFile(file); event.target.value = ''; }}></label><span class="muted">${n.drop}</span></p>
      <label class="field"><span>${n.paste}</span><textarea rows="5" class="mono" spellcheck="false" .value=${live(this.text)} @input=${event => { this.text = event.target.value; }}></textarea></label>
      <p><button ?disabled=${this.text.trim() === ''} @click=${() => this.#read(this.text)}>${n.compare}</button></p>
      ${this.error ? html`<p class="problem" role="alert">${this.error}</p>` : nothing}</section>`;
  }

  async #readFile(file) { this.#read(await file.text()); }

  async #read(text) {
    this.error = this.result = undefined;
    try {
      const file = JSON.parse(text);
      if (file === null || typeof file !== 'object' || Array.isArray(file)) throw new SyntaxError(n.badFile);
      this.changes = diff(file, await get('definitions'));
      this.chosen = new Set(this.changes.filter(isChange));
      this.file = file;
    } catch (error) {
      this.changes = undefined;
      this.error = error instanceof SyntaxError ? n.badFile : explain(error);
    }
  }

  #diff() {
    const choose = (some, on) => { const next = new Set(this.chosen); for (const each of some) { if (on) next.add(each); else next.delete(each); } this.chosen = next; };
    const pick = each => (isChange(each) ? html`<input type="checkbox" aria-label="${n.pick} ${each.name}" .checked=${live(this.chosen.has(each))} @change=${event => choose([each], event.target.checked)}>` : '');
    const shown = this.changes.filter(each => this.all || !['same', 'here'].includes(each.state));
    const left = state => this.changes.filter(each => each.state === state).length;
    const sections = Object.keys(SECTIONS).filter(section => this.changes.some(each => each.section === section && isChange(each)));
    const changed = each => members(each).map(({ key, before, after }) => html`<div class="change"><code>${key}</code> ${show(key, before)} → ${show(key, after)}</div>`);
    return html`<section class="card"><h2>${n.preview}</h2><p class="muted">${n.summary(left('new'), left('differs'), left('kept'), left('same'), left('here'))}</p>
      <div class="checks">${sections.map(section => { const some = this.changes.filter(each => each.section === section && isChange(each)); return html`<label class="check"><input type="checkbox" .checked=${live(some.every(each => this.chosen.has(each)))} @change=${event => choose(some, event.target.checked)}> ${n.sectionNames[section]} <span class="muted">${some.length}</span></label>`; })}
        <label class="check"><input type="checkbox" .checked=${live(this.all === true)} @change=${event => { this.all = event.target.checked; }}> ${n.showAll}</label></div>
      ${table(['', n.change, n.kind, n.name, n.how], shown.map(each => [pick(each), html`<span class="state ${SEVERITIES[each.state]}" title=${n.stateHelp[each.state] ?? ''}>${n.states[each.state]}</span>`, n.sectionNames[each.section], html`<code>${each.name}</code>`, changed(each)]), n.nothingToApply)}
      <p class="row-buttons left"><button class="primary" ?disabled=${this.chosen.size === 0 || this.busy} @click=${() => this.#apply()}>${n.apply(this.chosen.size)}</button><button @click=${() => { this.changes = undefined; }}>${n.forget}</button></p>
      ${this.error ? html`<p class="problem" role="alert">${this.error}</p>` : nothing}</section>`;
  }

  /** All of it at once: a broker takes all of a file, or nothing. */
  async #apply() {
    const applied = [...this.chosen];
    const body = Object.fromEntries(Object.entries(this.file).filter(([key]) => !(key in SECTIONS)));
    for (const section of Object.keys(SECTIONS)) {
      const items = applied.filter(each => each.section === section).map(each => each.item);
      if (items.length > 0) body[section] = items;
    }
    this.error = undefined;
    this.busy = true;
    try {
      await post('definitions', body);
      toast(n.applied(applied.length));
      this.result = await this.#verified(applied);
      this.changes = undefined;
      this.text = '';
      this.poll.restart();
    } catch (error) {
      this.error = `${n.notApplied} ${explain(error)}`;
    }
    this.busy = false;
  }

  /** Each as it stands in the broker now. */
  async #verified(applied) {
    const file = {};
    for (const each of applied) (file[each.section] ??= []).push(each.item);
    const now = new Map(diff(file, await get('definitions')).filter(each => each.item).map(each => [each.item, each.state]));
    return applied.map(each => ({ each, ok: now.get(each.item) === 'same' || each.section === 'users' }));
  }

  #result() {
    return html`<section class="card"><h2>${n.resultTitle}</h2>${table(['', n.kind, n.name], this.result.map(({ each, ok }) => [html`<span class="state ${ok ? 'ok' : 'warn'}">${ok ? n.isThere : n.isNot}</span>`, n.sectionNames[each.section], html`<code>${each.name}</code>`]), '–')}</section>`;
  }
}
customElements.define('lv-page-definitions', Definitions);
