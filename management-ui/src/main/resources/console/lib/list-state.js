// How a list's state stands in the address, and what it asks the API for.

export const SIZES = [25, 50, 100, 250, 500];
const SIZE = 50;
const NO_CHIPS = '-';
const key = id => `leveret.columns.${id}`;

/** Where rows are cards, columns take no room from each other. */
const CARDS = 600;
const hasRoom = column => innerWidth <= CARDS || innerWidth >= (column.room?.() ?? 0);

/** Columns shown: those in the address, else those this user likes, else the list's own choice of what fits the window. */
function shown(definition, chosen) {
  const ids = chosen?.split(',') ?? JSON.parse(localStorage.getItem(key(definition.id)) ?? 'null');
  if (!ids) return definition.columns.filter(column => column.show !== false && (column.when?.() ?? true) && hasRoom(column));
  return definition.columns.filter(column => column.always || ids.includes(column.id));
}

/** Two lists on one page stand side by side in the address. */
export const inAddress = (definition, changes) => Object.fromEntries(Object.entries(changes).map(([name, value]) => [(definition.prefix ?? '') + name, value]));

/** Chips that are pressed; none said are those that are on by themselves. */
const chipsOf = (definition, text) => (text === undefined ? (definition.chips ?? []).filter(chip => chip.on).map(chip => chip.id) : text.split(',').filter(id => definition.chips?.some(chip => chip.id === id)));

/** For the address: which chips are pressed after one more was, or was let go. */
export function pressed(definition, state, id) {
  const next = state.chips.includes(id) ? state.chips.filter(each => each !== id) : [...state.chips, id];
  const usual = chipsOf(definition, undefined);
  const same = next.length === usual.length && next.every(each => usual.includes(each));
  return same ? null : next.join(',') || NO_CHIPS;
}

/** @returns {string|undefined} what is wrong with a regular expression */
function wrong(pattern) {
  try { RegExp(pattern); return undefined; } catch (error) { return error.message.replace(/^Invalid regular expression: /, ''); }
}

/** @returns {{filter: string, regex: boolean, pattern: string, wrong: string|undefined, sort: string, descending: boolean, page: number, size: number, chips: string[], narrow: Record<string, string>, columns: any[]}} */
export function stateOf(definition, query) {
  const said = name => query[(definition.prefix ?? '') + name];
  const filter = said('q') ?? '';
  const regex = /^\/.+\/$/.test(filter);
  const pattern = regex ? filter.slice(1, -1) : filter;
  const size = Number(said('size'));
  return {
    filter,
    regex,
    pattern,
    wrong: regex ? wrong(pattern) : undefined,
    sort: said('sort') ?? definition.sort ?? '',
    descending: said('sort') ? said('desc') === '1' : definition.descending === true,
    page: Math.max(1, Number.parseInt(said('page'), 10) || 1),
    size: SIZES.includes(size) ? size : SIZE,
    chips: chipsOf(definition, said('chip')),
    narrow: Object.fromEntries((definition.narrow ?? []).map(({ id }) => [id, said(`n_${id}`) ?? ''])),
    columns: shown(definition, said('cols')),
  };
}

/** Whether rows may be missing because of what somebody chose. */
export const isNarrowed = state => state.filter !== '' || state.chips.length > 0 || Object.values(state.narrow).some(text => text !== '');

/** For the address: nothing is narrowed. */
export const unnarrowed = definition => ({
  q: null, page: null, chip: definition.chips?.some(chip => chip.on) ? NO_CHIPS : null, ...Object.fromEntries((definition.narrow ?? []).map(({ id }) => [`n_${id}`, null])),
});

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
    ...state.narrow,
    page: state.page,
    page_size: state.size,
    name: state.pattern,
    use_regex: state.regex ? 'true' : undefined,
    sort: sorted ? sorted.sort ?? sorted.id : undefined,
    sort_reverse: sorted && state.descending ? 'true' : undefined,
    filter: state.chips.join(',') || undefined,
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
