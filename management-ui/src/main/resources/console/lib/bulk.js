import { html } from 'lit';
import { openDialog } from './dialog.js';
import { explain } from './part.js';
import { t } from './texts.js';

/**
 * One request for each, one after the other, with a list of what failed.
 *
 * @param {any[]} items
 * @param {(item: any) => string} nameOf
 * @param {(item: any) => Promise<any>} run
 * @returns {Promise<{done: number, failed: number}>} when the dialog is closed
 */
export async function runAll(title, items, nameOf, run) {
  const failures = [];
  let done = 0;
  let ended = false;
  let stopped = false;
  let redraw = () => { };
  const work = (async () => {
    for (const item of items) {
      if (stopped) break;
      try { await run(item); done++; } catch (error) { failures.push({ name: nameOf(item), error }); }
      redraw();
    }
    ended = true;
    redraw();
  })();
  await openDialog(title, (close, draw) => {
    redraw = draw;
    return html`<div class="body">
        <progress max=${items.length} value=${done + failures.length} aria-label=${title}></progress>
        <p role="status">${t.bulk.progress(done + failures.length, items.length)}${failures.length > 0 ? ` · ${t.bulk.failed(failures.length)}` : ''}</p>
        ${failures.length > 0 ? html`<ul class="failures">${failures.map(each => html`<li><code>${each.name}</code> ${explain(each.error)}</li>`)}</ul>` : ''}
      </div>
      <footer>${ended ? html`<button @click=${() => close(true)}>${t.close}</button>`
        : html`<button @click=${() => { stopped = true; }}>${t.bulk.stop}</button>`}</footer>`;
  });
  stopped = true;
  await work;
  return { done, failed: failures.length };
}
