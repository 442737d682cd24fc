import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Part, Signal, Watch, icon } from './part.js';
import { t } from './texts.js';

const shown = new Signal([]);
const MILLIS = 6000;
let last = 0;

const drop = id => { shown.value = shown.value.filter(each => each.id !== id); };

/**
 * Says what happened. Failures stay until they are closed.
 *
 * @param {{bad?: boolean, action?: {text: string, run: () => void}}} [options]
 */
export function toast(text, { bad = false, action } = {}) {
  const id = ++last;
  shown.value = [...shown.value.slice(-4), { id, text, bad, action }];
  if (!bad) setTimeout(() => drop(id), action ? 2 * MILLIS : MILLIS);
}

class Toasts extends Part {
  watch = new Watch(this, shown);

  render() {
    return html`<div class="toasts">${repeat(shown.value, each => each.id, each => html`
      <div class="toast ${each.bad ? 'bad' : ''}" role=${each.bad ? 'alert' : 'status'}>
        ${icon(each.bad ? 'alert' : 'check')}<span>${each.text}</span>
        ${each.action ? html`<button class="quiet" @click=${() => { each.action.run(); drop(each.id); }}>${each.action.text}</button>` : ''}
        <button class="quiet" aria-label=${t.close} @click=${() => drop(each.id)}>${icon('close')}</button>
      </div>`)}</div>`;
  }
}
customElements.define('lv-toasts', Toasts);
