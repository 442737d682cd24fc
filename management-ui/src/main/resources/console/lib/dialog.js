import { html, render } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon, explain } from './part.js';
import { t } from './texts.js';

/**
 * Shows a dialog and resolves when it is closed: with what `close` was given, undefined when the user has thought better of it.
 *
 * @param {string} title
 * @param {(close: (result: any) => void, redraw: () => void) => any} content draws everything below the title
 */
export function openDialog(title, content, { wide = false, drawer = false } = {}) {
  return new Promise(resolve => {
    const dialog = document.createElement('dialog');
    const before = document.activeElement;
    let result;
    const close = value => { result = value; dialog.close(); };
    const draw = () => render(html`
      <div class="dialog-head"><h2 id="dialog-title">${title}</h2>
        <button class="quiet" aria-label=${t.close} @click=${() => close(undefined)}>${icon('close')}</button></div>
      ${content(close, draw)}`, dialog);
    dialog.className = [wide && 'wide', drawer && 'drawer-dialog'].filter(Boolean).join(' ');
    dialog.setAttribute('aria-labelledby', 'dialog-title');
    dialog.addEventListener('close', () => {
      dialog.remove();
      before?.focus?.();
      resolve(result);
    });
    draw();
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector('[autofocus]') ?? dialog.querySelector('input, select, textarea, button'))?.focus();
  });
}

/**
 * Asks before something is destroyed. The button says what it does; what cannot be undone has to be typed.
 *
 * @param {{title: string, consequence: any, verb: string, typed?: string, options?: {name: string, label: string, on: boolean, hint?: string}[],
 *          run: (chosen: Record<string, boolean>) => Promise<any>}} what `typed` is the text that has to be written
 * @returns {Promise<boolean>} whether it was done
 */
export async function confirmAction({ title, consequence, verb, typed, options = [], run }) {
  const chosen = Object.fromEntries(options.map(each => [each.name, each.on]));
  let text = '';
  let busy = false;
  let error = null;
  const done = await openDialog(title, (close, redraw) => html`
    <form @submit=${async event => {
    event.preventDefault();
    if (busy || (typed && text !== typed)) return;
    busy = true; error = null; redraw();
    try { await run(chosen); close(true); } catch (cause) { error = cause; busy = false; redraw(); }
  }}>
      <div class="body"><p>${consequence}</p>
        ${options.map(each => html`<label class="check"><input type="checkbox" .checked=${live(chosen[each.name])}
          @change=${event => { chosen[each.name] = event.target.checked; redraw(); }}> ${each.label}</label>${each.hint && chosen[each.name] ? html`<p class="warn">${each.hint}</p>` : ''}`)}
        ${typed ? html`<label class="field"><span>${t.typeToConfirm(html`<code>${typed}</code>`)}</span>
          <input name="typed" autocomplete="off" spellcheck="false" .value=${live(text)} @input=${event => { text = event.target.value; redraw(); }}></label>` : ''}
        ${error ? html`<p class="problem" role="alert">${explain(error)}</p>` : ''}
      </div>
      <footer><button type="button" autofocus @click=${() => close(false)}>${t.cancel}</button>
        <button class="danger" ?disabled=${busy || (typed !== undefined && text !== typed)}>${verb}</button></footer>
    </form>`);
  return done === true;
}
