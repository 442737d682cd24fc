async ({ load, test, equal }) => {
  const { diff } = await load('lib/definitions-diff.js');
  const queue = (name, more = {}) => ({ vhost: '/', name, durable: true, auto_delete: false, arguments: {}, ...more });
  const states = (file, broker) => diff(file, broker).map(each => `${each.name} ${each.state}`);

  test('new, same, kept though different, only here', () => equal(
    states({ queues: [queue('a'), queue('b'), queue('c', { durable: false })] }, { queues: [queue('b'), queue('c'), queue('d')] }),
    ['/ · a new', '/ · b same', '/ · c kept', '/ · d here']));
  test('what can be changed is different', () => equal(states({ policies: [{ vhost: '/', name: 'p', priority: 1 }] }, { policies: [{ vhost: '/', name: 'p', priority: 2 }] }), ['/ · p differs']));
  test('what the file does not speak of is not compared', () => equal(states({ queues: [] }, { queues: [], exchanges: [{ vhost: '/', name: 'x' }] }), []));
  test('members that the file leaves out do not differ', () => equal(states({ users: [{ name: 'u', tags: [] }] }, { users: [{ name: 'u', tags: [], limits: { a: 1 } }] }), ['u same']));
  test('the order of members does not count', () => equal(states({ queues: [queue('a', { arguments: { x: 1, y: [{ b: 1, a: 2 }] } })] }, { queues: [queue('a', { arguments: { y: [{ a: 2, b: 1 }], x: 1 } })] }), ['/ · a same']));
  test('no type is the classic one', () => equal(['classic', 'quorum'].map(type => states({ queues: [queue('a')] }, { queues: [queue('a', { arguments: { 'x-queue-type': type } })] })[0]), ['/ · a same', '/ · a kept']));
  test('bindings are told apart by all that they say', () => {
    const binding = more => ({ vhost: '/', source: 's', destination: 'd', destination_type: 'queue', routing_key: 'k', arguments: {}, ...more });
    equal(states({ bindings: [binding(), binding({ arguments: { a: 1 } })] }, { bindings: [binding()] }).map(each => each.split(' ').at(-1)), ['same', 'new']);
  });
}
