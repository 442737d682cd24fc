import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { link, route, setQuery } from './router.js';
import { bytesCell, countCell } from './cells.js';
import { exchangeLink } from './binding-rows.js';
import { duration, time } from './format.js';
import { icon } from './part.js';
import { t } from './texts.js';
import { m } from '../texts/messages.js';

const KEY = 'leveret.columns.messages';
const PREVIEW = 80;

/** The same page with this message opened, or closed when it is. */
const toggle = row => { const { page, names, query } = route.value; return link(page, names, { ...query, msg: query.msg === row.id ? null : row.id }); };

export const keyCell = (row, href) => html`<a href=${href}>${row.routing_key || html`<span class="dim">${m.noKey}</span>`}</a>`;
export const sizeColumn = { id: 'size', title: m.size, numeric: true, cell: row => bytesCell(row.payload_bytes) };
export const ageCell = (millis, at) => (millis === undefined ? html`<span class="dim">–</span>` : html`<span title=${at ? time(at) : nothing}>${duration(millis / 1000)}</span>`);
export const preview = row => html`<span class="snippet">${row.payload_encoding === 'base64' ? html`<span class="dim">base64</span> ` : nothing}${(row.payload ?? '').slice(0, PREVIEW)}</span>`;

const scalar = value => (value === undefined ? html`<span class="dim">–</span>` : typeof value === 'object' ? JSON.stringify(value) : String(value));

const COLUMNS = [
  { id: 'key', title: m.key, always: true, cell: row => keyCell(row, toggle(row)) },
  { id: 'position', title: m.position, numeric: true, cell: row => countCell(row.position) },
  { id: 'age', title: m.age, numeric: true, cell: row => ageCell(row.age, row.arrived_at) },
  { id: 'exchange', title: m.exchange, show: false, cell: row => exchangeLink(route.value.names[0], row.exchange) },
  sizeColumn,
  { id: 'type', title: m.type, cell: row => row.properties.content_type ?? '' },
  { id: 'priority', title: m.priority, numeric: true, show: false, cell: row => scalar(row.properties.priority) },
  { id: 'deliveries', title: m.deliveries, numeric: true, cell: row => countCell(row.delivery_count) },
  { id: 'dead', title: m.dead, show: false, cell: row => (row.dead_letter ? html`<span class="state warn">${m.yes}</span>` : html`<span class="dim">${m.no}</span>`) },
  { id: 'expires', title: m.expires, show: false, cell: row => (row.expired ? html`<span class="state warn">${m.expired}</span>` : row.expires_at ? time(row.expires_at) : html`<span class="dim">–</span>`) },
  { id: 'payload', title: m.payload, cell: preview },
];

const HEADER = 'h:';
const headerColumn = name => ({ id: HEADER + name, title: name, cell: row => scalar(row.properties.headers?.[name]) });

/** Those in the address, else those this user likes, else the usual ones. */
function ids() {
  const chosen = route.value.query.mcols ?? localStorage.getItem(KEY);
  return chosen?.split(',') ?? COLUMNS.filter(column => column.show !== false).map(column => column.id);
}

export function chosenColumns() {
  const chosen = ids();
  const headers = chosen.filter(id => id.startsWith(HEADER)).map(id => headerColumn(decodeURIComponent(id.slice(HEADER.length))));
  const columns = COLUMNS.filter(column => column.always || chosen.includes(column.id));
  const last = columns.at(-1)?.id === 'payload' ? columns.pop() : undefined;
  return [...columns, ...headers, ...(last ? [last] : [])];
}

function choose(chosen) {
  if (chosen) localStorage.setItem(KEY, chosen.join(',')); else localStorage.removeItem(KEY);
  setQuery({ mcols: chosen?.join(',') ?? null }, { replace: true });
}

/** @param {any[]} rows whose headers may be columns */
export function columnsMenu(rows) {
  const chosen = ids();
  const kept = chosen.filter(id => id.startsWith(HEADER));
  const seen = rows.flatMap(row => Object.keys(row.properties.headers ?? {})).filter(name => name !== 'x-death').map(name => HEADER + encodeURIComponent(name));
  const headers = [...new Set([...kept, ...seen])].sort().slice(0, 40);
  const box = (id, title) => html`<label class="check"><input type="checkbox" .checked=${live(chosen.includes(id))}
    @change=${event => choose(event.target.checked ? [...chosen, id] : chosen.filter(each => each !== id))}> ${title}</label>`;
  return html`<details class="menu right"><summary class="button">${icon('columns')}${t.list.columns}</summary><div class="menu-body">
    ${COLUMNS.filter(column => !column.always).map(column => box(column.id, column.title))}
    ${headers.length > 0 ? html`<strong class="muted">${m.headerColumns}</strong>${headers.map(id => box(id, html`<code>${decodeURIComponent(id.slice(HEADER.length))}</code>`))}` : nothing}
    <button @click=${() => choose(null)}>${t.list.reset}</button></div></details>`;
}
