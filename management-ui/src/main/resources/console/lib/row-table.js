import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { live } from 'lit/directives/live.js';
import { t } from './texts.js';

/**
 * The look of a list for rows that are not paged by the API.
 *
 * @param {{id: string, title: string, numeric?: boolean, broad?: boolean, cell: (row: any) => any}[]} columns the first one names the row
 * @param {{key: (row: any) => string, label: string, selection?: {has: (key: string) => boolean, set: (keys: string[], on: boolean) => void, nameOf: (row: any) => string}, current?: string, stale?: boolean}} options
 */
export function rowTable(columns, rows, { key, label, selection, current, stale }) {
  const all = selection && rows.every(row => selection.has(key(row)));
  return html`<div class="table-box ${stale ? 'stale' : ''}"><table class="list" aria-label=${label}>
    <thead><tr>${selection ? html`<th class="pick"><input type="checkbox" aria-label=${t.list.selectAll} .checked=${live(all)} @change=${() => selection.set(rows.map(key), !all)}></th>` : nothing}
      ${columns.map(column => (column.title === '' ? html`<td></td>` : html`<th scope="col" class=${column.numeric ? 'number' : ''}>${column.title}</th>`))}</tr></thead>
    <tbody>${repeat(rows, key, row => {
    const id = key(row);
    const selected = selection?.has(id);
    return html`<tr class="${selected ? 'selected' : ''} ${id === current ? 'current' : ''}">
      ${selection ? html`<td class="pick"><input type="checkbox" aria-label=${t.list.select(selection.nameOf(row))} .checked=${live(selected)} @change=${() => selection.set([id], !selected)}></td>` : nothing}
      ${columns.map((column, index) => (index === 0 ? html`<th scope="row">${column.cell(row)}</th>`
    : html`<td class="${column.numeric ? 'number' : ''} ${column.broad ? 'broad' : ''}" data-title=${column.title}>${column.cell(row)}</td>`))}</tr>`;
  })}</tbody></table></div>`;
}
