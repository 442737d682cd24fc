import { html, nothing } from 'lit';
import { openDialog } from './dialog.js';
import { explain, icon } from './part.js';
import { t } from './texts.js';

/**
 * One request for each, one after the other, with a list of what became of each.
 *
 * @param {any[]} items
 * @param {(item: any) => string} nameOf
 * @param {(item: any) => Promise<any>} run
 * @returns {Promise<{done: number, failed: number}>} when the dialog is closed
 */
export async function runAll(title, items, nameOf, run) {
  const results = [];
  let ended = false;
  let stopped = false;
  let redraw = () => { };
  const work = (async () => {
    for (const item of items) {
      if (stopped) break;
      try { await run(item); results.push({ name: nameOf(item) }); } catch (error) { results.push({ name: nameOf(item), error }); }
      redraw();
    }
    ended = true;
    redraw();
  })();
  const failures = () => results.filter(each => each.error);
  await openDialog(title, (close, draw) => {
    redraw = draw;
    const failed = failures();
    const left = items.length - results.length;
    return html`<div class="body">
        <progress max=${items.length} value=${results.length} aria-label=${title}></progress>
        <p role="status">${t.bulk.progress(results.length, items.length)}${failed.length > 0 ? html` · <span class="problem">${t.bulk.failed(failed.length)}</span>` : nothing}${ended && left > 0 ? ` · ${t.bulk.left(left)}` : ''}</p>
        ${failed.length > 0 ? html`<ul class="failures">${failed.map(each => html`<li><code>${each.name}</code> ${explain(each.error)}</li>`)}</ul>` : nothing}
        ${ended && results.length > failed.length ? html`<details><summary>${t.bulk.done(results.length - failed.length)}</summary><ul class="failures plain">${results.filter(each => !each.error).map(each => html`<li>${icon('check')} <code>${each.name}</code></li>`)}</ul></details>` : nothing}
      </div>
      <footer>${ended ? html`<button class="primary" @click=${() => close(true)}>${t.close}</button>`
        : html`<button @click=${() => { stopped = true; }}>${t.bulk.stop}</button>`}</footer>`;
  });
  stopped = true;
  await work;
  return { done: results.length - failures().length, failed: failures().length };
}
