// What the header x-death tells, the latest death first, as a history that people read.

const millis = time => (typeof time === 'number' ? time * 1000 : undefined);

/** @returns {{reason: string, queue: string, exchange: string, keys: string[], count: number, first: number|undefined}[]} */
export function deaths(headers) {
  const all = headers?.['x-death'];
  if (!Array.isArray(all)) return [];
  return all.filter(each => each && typeof each === 'object').map(each => ({
    reason: String(each.reason ?? ''), queue: String(each.queue ?? ''), exchange: String(each.exchange ?? ''),
    keys: Array.isArray(each['routing-keys']) ? each['routing-keys'].map(String) : [], count: Number(each.count) || 1, first: millis(each.time),
  }));
}

const OF_DEATH = /^x-(death|(first|last)-death-.*)$/;

/** Headers as a publisher would set them: those of a message's deaths are the broker's. */
export const withoutDeaths = headers => Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !OF_DEATH.test(name)));

/** The text for a type of AMQP's tables, as far as JSON tells it. */
export function typeOf(value) {
  if (value === null) return 'void';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'table';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  return typeof value;
}
