async ({ load, test, equal }) => {
  const { expiry, health, limit, rank } = await load('lib/health.js');
  const said = (state, more = {}) => health({ messages_ready: 5, messages_unacknowledged: 4, health: { state, severity: 0 }, ...more });
  const states = { paused: 'warn', dead_letters: 'warn', no_consumers: 'bad', at_limit: 'bad', unacked_high: 'warn', stalled: 'bad', growing: 'warn', flow: 'info', idle: 'dim', ok: 'ok' };

  test('the state is the broker’s', () => equal(Object.keys(states).map(state => [said(state).id, said(state).severity]), Object.entries(states)));
  test('each has a word, and says why', () => equal(Object.keys(states).every(state => !said(state).word.includes('_') && said(state).why.length > 3), true));
  test('figures are told with it', () => equal([said('at_limit', { health: { state: 'at_limit', fullness: 0.97 } }).why, said('growing', { health: { state: 'growing', rise: 12 } }).why.includes('12')], ['is 97\u2009% full', true]));
  test('a state that is not known yet is shown as it is', () => equal([said('sleepy').word, said('sleepy').severity], ['sleepy', 'dim']));
  test('nodes of the graph are judged by what is known of them', () => equal([{ paused: true }, { messages_ready: 1, consumers: 0 }, { messages_ready: 0, publish_rate: 0 }, { messages_ready: 1, consumers: 1 }].map(each => health(each).id), ['paused', 'no_consumers', 'idle', 'ok']));
  test('the smaller limit counts', () => equal(limit({ arguments: { 'x-max-length': 100 }, effective_policy_definition: { 'max-length': 10 } }), 10));
  test('no limit', () => equal(limit({ arguments: {} }), null));
  test('what expires is told of a month before, and is bad in the last week', () => equal([undefined, 31, 30, 8, 7, -1].map(days => expiry(days && 1 + days * 86_400_000, 1)), [undefined, undefined, 'warn', 'warn', 'bad', 'bad']));
  test('the worst comes first', () => equal(['dim', 'ok', 'bad', 'warn'].sort((a, b) => rank({ severity: a }) - rank({ severity: b })), ['bad', 'warn', 'ok', 'dim']));
}
