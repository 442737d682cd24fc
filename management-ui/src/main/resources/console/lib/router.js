import { Signal } from './part.js';

// The address is the state: "#/queues/%2F/orders?tab=bindings".

/** {page: string, names: string[], query: Record<string, string>} */
export const route = new Signal(read());

function read() {
  const [where, search = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [page, ...names] = where.split('/').map(decode);
  return { page: page || 'overview', names, query: Object.fromEntries(new URLSearchParams(search)) };
}

function decode(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

addEventListener('hashchange', () => { route.value = read(); });

/** @returns {string} for href */
export function link(page, names = [], query = {}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ''));
  const text = search.toString();
  return `#/${[page, ...names].map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

export function go(page, names, query) { location.hash = link(page, names, query); }

/** Changes part of the query; null takes a name out. Typing replaces the entry in the history, choices add one. */
export function setQuery(changes, { replace = false } = {}) {
  const { page, names, query } = route.value;
  const next = link(page, names, { ...query, ...changes });
  if (next === location.hash) return;
  if (replace) {
    history.replaceState(null, '', next);
    route.value = read();
  } else {
    location.hash = next;
  }
}

/** The virtual host that lists are narrowed to, '' for all; it goes along from page to page. */
export const virtualHost = () => route.value.query.vh ?? '';
