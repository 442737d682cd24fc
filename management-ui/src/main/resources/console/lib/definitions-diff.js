// What a definitions file would change, before anything is applied.

/** Which members make an object the same one, in the order in which a broker takes them in. */
export const SECTIONS = {
  users: ['name'], vhosts: ['name'], permissions: ['user', 'vhost'], topic_permissions: ['user', 'vhost', 'exchange'], parameters: ['vhost', 'component', 'name'], global_parameters: ['name'],
  policies: ['vhost', 'name'], exchanges: ['vhost', 'name'], queues: ['vhost', 'name'], bindings: ['vhost', 'source', 'destination', 'destination_type', 'routing_key', 'arguments'],
};

const canonical = value => (value === null || typeof value !== 'object' ? JSON.stringify(value) : Array.isArray(value) ? `[${value.map(canonical).join()}]`
  : `{${Object.keys(value).filter(key => value[key] !== undefined).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`);

const identity = (members, item) => canonical(members.map(member => item[member] ?? null));

/**
 * @returns {{section: string, state: 'new'|'same'|'differs'|'here', name: string, item: any, there: any}[]}
 */
export function diff(file, broker) {
  const found = [];
  for (const [section, members] of Object.entries(SECTIONS)) {
    const there = new Map((broker[section] ?? []).map(item => [identity(members, item), item]));
    for (const item of file[section] ?? []) {
      const id = identity(members, item);
      const other = there.get(id);
      there.delete(id);
      found.push({ section, state: other === undefined ? 'new' : agrees(item, other) ? 'same' : 'differs', name: nameOf(section, item), item, there: other });
    }
    if (file[section]) for (const item of there.values()) found.push({ section, state: 'here', name: nameOf(section, item), item: null, there: item });
  }
  return found;
}

/** What the file does not mention, it does not change. */
const agrees = (item, other) => Object.keys(item).every(key => canonical(meant(item[key])) === canonical(meant(other[key])) || (isEmpty(item[key]) && isEmpty(other[key])));
/** A queue that does not say its type is a classic one. */
const meant = value => (value?.['x-queue-type'] === 'classic' ? { ...value, 'x-queue-type': undefined } : value);
const isEmpty = value => value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

function nameOf(section, item) {
  if (section === 'bindings') return `${item.vhost} · ${item.source} → ${item.destination} (${item.routing_key})`;
  return SECTIONS[section].map(member => item[member]).filter(part => part !== undefined).join(' · ');
}
