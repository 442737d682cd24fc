// What a definitions file would change, before anything is applied.

/** Which members make an object the same one, in the order in which a broker takes them in. */
export const SECTIONS = {
  users: ['name'], vhosts: ['name'], permissions: ['user', 'vhost'], topic_permissions: ['user', 'vhost', 'exchange'], parameters: ['vhost', 'component', 'name'], global_parameters: ['name'],
  policies: ['vhost', 'name'], exchanges: ['vhost', 'name'], queues: ['vhost', 'name'], bindings: ['vhost', 'source', 'destination', 'destination_type', 'routing_key', 'arguments'],
};

/** What is there already, a broker leaves as it is. */
const KEPT = new Set(['exchanges', 'queues']);

const canonical = value => (value === null || typeof value !== 'object' ? JSON.stringify(value) : Array.isArray(value) ? `[${value.map(canonical).join()}]`
  : `{${Object.keys(value).filter(key => value[key] !== undefined).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`);

const identity = (members, item) => canonical(members.map(member => item[member] ?? null));

/**
 * @typedef {{section: string, state: 'new'|'same'|'differs'|'kept'|'here', name: string, item: any, there: any}} Change `kept` differs, and cannot be changed
 * @returns {Change[]}
 */
export function diff(file, broker) {
  const found = [];
  for (const [section, members] of Object.entries(SECTIONS)) {
    const there = new Map((broker[section] ?? []).map(item => [identity(members, item), item]));
    for (const item of file[section] ?? []) {
      const id = identity(members, item);
      const other = there.get(id);
      there.delete(id);
      found.push({ section, state: other === undefined ? 'new' : agrees(item, other) ? 'same' : KEPT.has(section) ? 'kept' : 'differs', name: nameOf(section, item), item, there: other });
    }
    if (file[section]) for (const item of there.values()) found.push({ section, state: 'here', name: nameOf(section, item), item: null, there: item });
  }
  return found;
}

export const isChange = each => each.state === 'new' || each.state === 'differs';

/** Member by member, where both have it and differ. @returns {{key: string, before: any, after: any}[]} */
export const members = each => (each.item && each.there ? Object.keys(each.item).filter(key => !alike(each.item[key], each.there[key])).map(key => ({ key, before: each.there[key], after: each.item[key] })) : []);

const alike = (one, other) => canonical(meant(one)) === canonical(meant(other)) || (isEmpty(one) && isEmpty(other));
/** A queue that does not say its type is a classic one. */
const meant = value => (value?.['x-queue-type'] === 'classic' ? { ...value, 'x-queue-type': undefined } : value);

/** What the file does not mention, it does not change. */
const agrees = (item, other) => Object.keys(item).every(key => alike(item[key], other[key]));
const isEmpty = value => value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

function nameOf(section, item) {
  if (section === 'bindings') return `${item.vhost} · ${item.source} → ${item.destination} (${item.routing_key})`;
  return SECTIONS[section].map(member => item[member]).filter(part => part !== undefined).join(' · ');
}

/** A file of some sections of another. Users go with what they may do. */
export const only = (definitions, sections) => Object.fromEntries(Object.entries(definitions).filter(([key]) => !(key in SECTIONS) || sections.has(key)));
