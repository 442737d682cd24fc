// What is looked for among a queue's messages: in the address, as the API's query, and in the body of a job.

const NAMES = ['text', 'key', 'header', 'property', 'exchange', 'dead', 'redelivered'];
const inAddress = name => `f_${name}`;

/** @returns {Record<string, string>} '' for what is not asked */
export const filterOf = query => Object.fromEntries(NAMES.map(name => [name, query[inAddress(name)] ?? '']));

export const isEmpty = filter => NAMES.every(name => filter[name] === '');

/** For the router; null takes it out of the address. */
export const addressOf = changes => Object.fromEntries(Object.entries(changes).map(([name, value]) => [inAddress(name), value || null]));

export const NO_FILTER = addressOf(Object.fromEntries(NAMES.map(name => [name, ''])));

/** "tenant=blue; region" are two conditions. */
const conditions = text => text.split(';').map(each => each.trim()).filter(Boolean);

const flag = value => (value === '' ? undefined : value === 'yes');

const common = filter => ({ text: filter.text || undefined, key: filter.key || undefined, exchange: filter.exchange || undefined, dead_letter: flag(filter.dead), redelivered: flag(filter.redelivered) });

export const apiQuery = filter => ({ ...common(filter), header: conditions(filter.header), property: conditions(filter.property) });

/** @returns {object} `filter` of a job; null for a header that need only be there */
export function jobFilter(filter) {
  const patterns = text => {
    const all = conditions(text).map(each => { const [name, ...rest] = each.split('='); return [name, rest.length > 0 ? rest.join('=') : null]; });
    return all.length > 0 ? Object.fromEntries(all) : undefined;
  };
  return { ...common(filter), headers: patterns(filter.header), properties: patterns(filter.property) };
}
