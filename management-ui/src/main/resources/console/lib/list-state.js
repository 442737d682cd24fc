// How a list's state stands in the address, and what it asks the API for.

export const SIZES = [25, 50, 100, 250, 500];
const SIZE = 50;
const key = id => `leveret.columns.${id}`;

/** Columns shown: those in the address, else those this user likes, else the list's own choice. */
function shown(definition, query) {
  const chosen = query.cols?.split(',') ?? JSON.parse(localStorage.getItem(key(definition.id)) ?? 'null');
  if (!chosen) return definition.columns.filter(column => column.show !== false && (column.when?.() ?? true));
  return definition.columns.filter(column => column.always || chosen.includes(column.id));
}

/** @returns {{filter: string, regex: boolean, pattern: string, sort: string, descending: boolean, page: number, size: number, chip: string, columns: any[]}} */
export function stateOf(definition, query) {
  const filter = query.q ?? '';
  const regex = /^\/.+\/$/.test(filter);
  const size = Number(query.size);
  return {
    filter,
    regex,
    pattern: regex ? filter.slice(1, -1) : filter,
    sort: query.sort ?? definition.sort ?? '',
    descending: query.sort ? query.desc === '1' : definition.descending === true,
    page: Math.max(1, Number(query.page) || 1),
    size: SIZES.includes(size) ? size : SIZE,
    chip: query.chip ?? '',
    columns: shown(definition, query),
  };
}

export function rememberColumns(definition, ids) {
  if (ids) localStorage.setItem(key(definition.id), JSON.stringify(ids)); else localStorage.removeItem(key(definition.id));
}

/** Just the fields that are on the screen. */
export function apiQuery(definition, state) {
  const fields = new Set(definition.fields ?? []);
  for (const column of state.columns) for (const field of column.fields ?? [column.id]) fields.add(field);
  const sorted = definition.columns.find(column => column.id === state.sort);
  return {
    ...definition.query?.(state),
    page: state.page,
    page_size: state.size,
    name: state.pattern,
    use_regex: state.regex ? 'true' : undefined,
    sort: sorted ? sorted.sort ?? sorted.id : undefined,
    sort_reverse: sorted && state.descending ? 'true' : undefined,
    filter: state.chip || undefined,
    columns: [...fields].join(','),
  };
}

/**
 * Keeps rows where they are while somebody points at them.
 *
 * @returns {{rows: any[], moved: number}} in the old order as far as they are still there, and how many stand elsewhere now
 */
export function inOldOrder(rows, keys, keyOf) {
  const byKey = new Map(rows.map(row => [keyOf(row), row]));
  const kept = keys.filter(each => byKey.has(each)).map(each => byKey.get(each));
  const known = new Set(keys);
  const result = [...kept, ...rows.filter(row => !known.has(keyOf(row)))];
  return { rows: result, moved: result.filter((row, index) => row !== rows[index]).length };
}
