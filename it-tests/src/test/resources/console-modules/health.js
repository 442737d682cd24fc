async ({ load, test, equal }) => {
  const { fullness, health, rank } = await load('lib/health.js');
  const rates = all => ({ message_stats: Object.fromEntries(Object.entries(all).map(([name, rate]) => [`${name}_details`, { rate }])) });
  const queue = { state: 'running', consumers: 1, consumer_capacity: 1, messages: 0, messages_ready: 0, messages_unacknowledged: 0, arguments: {} };
  const idOf = changes => health({ ...queue, ...changes }).id;

  test('nothing to do', () => equal(idOf({}), 'idle'));
  test('all is well', () => equal(idOf({ messages: 3, messages_ready: 3, ...rates({ publish: 10, deliver_get: 10, ack: 10 }) }), 'ok'));
  test('nobody takes what is there', () => equal([idOf({ messages: 1, messages_ready: 1, consumers: 0 }), idOf({ consumers: 0 })], ['no-consumers', 'idle']));
  test('consumers that get nothing', () => equal(idOf({ messages: 5, messages_ready: 5 }), 'stalled'));
  test('consumers that acknowledge nothing', () => equal(idOf({ messages: 9, messages_ready: 5, messages_unacknowledged: 4, consumer_capacity: 0 }), 'unacked-high'));
  test('more comes than goes', () => equal(idOf({ messages: 50, messages_ready: 50, messages_ready_details: { rate: 5 }, ...rates({ publish: 10, deliver_get: 5, ack: 5 }) }), 'growing'));
  test('near its limit', () => equal([95, 94].map(messages => idOf({ messages, messages_ready: messages, arguments: { 'x-max-length': 100 }, ...rates({ publish: 1, deliver_get: 1, ack: 1 }) })), ['at-limit', 'ok']));
  test('the smaller limit counts', () => equal(fullness({ messages_ready: 5, arguments: { 'x-max-length': 100 }, effective_policy_definition: { 'max-length': 10 } }), 0.5));
  test('no limit', () => equal(fullness({ messages_ready: 5, arguments: {} }), null));
  test('paused, whatever else', () => equal(idOf({ state: 'paused', messages: 1, messages_ready: 1, consumers: 0 }), 'paused'));
  test('the worst comes first', () => equal(['dim', 'ok', 'bad', 'warn'].sort((a, b) => rank({ severity: a }) - rank({ severity: b })), ['bad', 'warn', 'ok', 'dim']));
  test('each says why', () => equal([{}, { messages_ready: 1, consumers: 0 }, { state: 'down' }].every(each => health({ ...queue, ...each }).why.length > 3), true));
}
