async ({ load, test, equal }) => {
  const { link, route, setQuery } = await load('lib/router.js');
  const strange = ['/', 'a/b', '%2F', '?q=1', '#', '<img>', 'ä €', '..'];
  const gone = hash => new Promise(resolve => { addEventListener('hashchange', () => resolve(), { once: true }); location.hash = hash; });

  test('what is not said is left out', () => equal(link('queues', [], { vh: '', q: null, sort: undefined, page: 2 }), '#/queues?page=2'));
  await test('names come back as they were', async () => {
    await gone(link('queue', strange, { tab: 'bindings', q: '&=?#/' }));
    equal(route.value, { page: 'queue', names: strange, query: { tab: 'bindings', q: '&=?#/' } });
  });
  await test('what is no encoding is taken as it stands', async () => {
    await gone('#/queue/%/%E4');
    equal(route.value.names, ['%', '%E4']);
  });
  await test('typing makes no history, choosing does', async () => {
    await gone(link('queues', [], { q: 'a', page: 3 }));
    const before = history.length;
    setQuery({ q: 'ab', page: null }, { replace: true });
    equal([route.value.query, history.length - before], [{ q: 'ab' }, 0]);
    const changed = new Promise(resolve => { addEventListener('hashchange', resolve, { once: true }); });
    setQuery({ sort: 'name' });
    await changed;
    equal([route.value.query, history.length - before], [{ q: 'ab', sort: 'name' }, 1]);
  });
}
