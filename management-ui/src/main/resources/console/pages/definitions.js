import { html, nothing } from 'lit';
import { get, path, post, readOnly } from '../lib/api.js';
import { download } from '../lib/list-export.js';
import { diff, SECTIONS } from '../lib/definitions-diff.js';
import { explain, icon } from '../lib/part.js';
import { SimplePage, table } from '../lib/simple-list.js';
import { toast } from '../lib/toast.js';
import { a } from '../texts/admin.js';

const WORDS = { new: a.news, same: a.same, differs: a.differs, here: a.onlyHere };
const SEVERITIES = { new: 'ok', differs: 'warn', same: 'dim', here: 'dim' };

class Definitions extends SimplePage {
  static properties = { host: { state: true }, changes: { state: true }, chosen: { state: true }, error: { state: true } };

  constructor() {
    super();
    this.name = a.definitions;
    this.host = '';
  }

  ask(signal) { return get('vhosts', { columns: 'name', disable_stats: 'true' }, { signal }); }

  draw(hosts) {
    return html`<div class="grid"><section class="card w6"><h2>${a.export}</h2><p>${a.exportText}</p>
        <p class="copy-row"><select aria-label=${a.vhost} @change=${event => { this.host = event.target.value; }}><option value="">${a.all}</option>${hosts.map(each => html`<option>${each.name}</option>`)}</select>
        <button @click=${() => this.#export()}>${icon('download')}${a.download}</button></p></section>
      ${readOnly.value ? nothing : html`<section class="card w6"><h2>${a.import}</h2><p>${a.importText}</p>
        <label class="button">${icon('upload')}${a.choose}<input type="file" accept="application/json,.json" class="hidden" @change=${event => this.#read(event)}></label>
        ${this.error ? html`<p class="problem" role="alert">${this.error}</p>` : nothing}</section>`}
      ${this.changes ? this.#diff() : nothing}</div>`;
  }

  async #export() {
    const definitions = await get(this.host ? path('definitions', this.host) : 'definitions');
    download('definitions.json', 'application/json', JSON.stringify(definitions, null, 2));
  }

  async #read(event) {
    this.error = undefined;
    try {
      const file = JSON.parse(await event.target.files[0].text());
      this.changes = diff(file, await get('definitions'));
      this.chosen = new Set(this.changes.filter(each => ['new', 'differs'].includes(each.state)));
      this.file = file;
    } catch (error) {
      this.changes = undefined;
      this.error = error instanceof SyntaxError ? a.badFile : explain(error);
    }
    event.target.value = '';
  }

  #diff() {
    const pick = each => (['new', 'differs'].includes(each.state) ? html`<input type="checkbox" aria-label="${a.pick} ${each.name}" .checked=${this.chosen.has(each)} @change=${event => {
      const next = new Set(this.chosen);
      if (event.target.checked) next.add(each); else next.delete(each);
      this.chosen = next;
    }}>` : '');
    const shown = this.changes.filter(each => each.state !== 'same');
    return html`<section class="card"><h2>${a.preview}</h2><p class="muted">${a.keptHint} ${a.same}: ${this.changes.length - shown.length}.</p>
      ${table(['', a.change, a.kind, a.name], shown.map(each => [pick(each), html`<span class="state ${SEVERITIES[each.state]}">${WORDS[each.state]}</span>`, each.section, html`<code>${each.name}</code>`]), a.nothingToApply)}
      <p><button class="primary" ?disabled=${this.chosen.size === 0} @click=${() => this.#apply()}>${a.apply(this.chosen.size)}</button></p></section>`;
  }

  async #apply() {
    const body = Object.fromEntries(Object.entries(this.file).filter(([key]) => !(key in SECTIONS)));
    for (const section of Object.keys(SECTIONS)) {
      const items = [...this.chosen].filter(each => each.section === section).map(each => each.item);
      if (items.length > 0) body[section] = items;
    }
    try {
      await post('definitions', body);
      toast(a.applied);
      this.changes = undefined;
      this.poll.restart();
    } catch (error) {
      this.error = explain(error);
    }
  }
}
customElements.define('lv-page-definitions', Definitions);
