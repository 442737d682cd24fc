import { get } from './api.js';
import { at } from './format.js';
import { apiQuery } from './list-state.js';

const PAGE = 500;

/** All rows of a filtered list, page by page. */
export async function fetchAll(definition, state, virtualHost, tell, signal) {
  const rows = [];
  for (let page = 1; ; page++) {
    const query = { ...apiQuery(definition, { ...state, page, size: PAGE }) };
    const answer = await get(definition.path(virtualHost), query, { signal });
    const items = Array.isArray(answer) ? answer : answer.items;
    rows.push(...items);
    tell(rows.length);
    if (Array.isArray(answer) || page >= answer.page_count) return rows;
  }
}

/** What a spreadsheet would run as a formula is kept a text: at the start, and where one that parts cells by semicolons begins another. */
function quoted(value) {
  const text = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = typeof value === 'number' ? text : text.replace(/(^|[;\t\r\n]"*)(?=[=+\-@\t\r])/g, "$1'");
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(columns, rows) {
  const fields = columns.flatMap(column => column.csv ?? column.fields ?? [column.id]);
  return [fields, ...rows.map(row => fields.map(field => at(row, field)))].map(line => line.map(quoted).join(',')).join('\r\n');
}

export function download(name, type, text) {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(new Blob([text], { type }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}
