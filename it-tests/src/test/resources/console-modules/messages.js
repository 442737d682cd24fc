async ({ load, test, equal }) => {
  const { deaths, typeOf, withoutDeaths } = await load('lib/x-death.js');
  const { apiQuery, filterOf, isEmpty, jobFilter } = await load('lib/message-filter.js');
  const { inOldOrder } = await load('lib/list-state.js');
  const { csv } = await load('lib/list-export.js');

  test('deaths are read with what may be missing', () => equal(deaths({ 'x-death': [{ reason: 'rejected', queue: 'q', exchange: 'e', 'routing-keys': ['k'], count: 3, time: 2 }, null, {}] }),
    [{ reason: 'rejected', queue: 'q', exchange: 'e', keys: ['k'], count: 3, first: 2000 }, { reason: '', queue: '', exchange: '', keys: [], count: 1, first: undefined }]));
  test('no deaths', () => equal([deaths(undefined), deaths({ 'x-death': 'text' })], [[], []]));
  test('headers of the publisher', () => equal(withoutDeaths({ a: 1, 'x-death': [], 'x-first-death-queue': 'q', 'x-last-death-reason': 'r', 'x-deathly': 2 }), { a: 1, 'x-deathly': 2 }));
  test('types', () => equal([null, [], {}, 1, 1.5, 'a', true].map(typeOf), ['void', 'list', 'table', 'integer', 'decimal', 'string', 'boolean']));

  const filter = filterOf({ f_text: 'a', f_header: 'tenant=blue; region; odd==', f_dead: 'no' });
  test('filters as the API wants them', () => equal(apiQuery(filter), { text: 'a', dead_letter: false, header: ['tenant=blue', 'region', 'odd=='], property: [] }));
  test('filters as jobs want them', () => equal(jobFilter(filter), { text: 'a', dead_letter: false, headers: { tenant: 'blue', region: null, odd: '=' } }));
  test('no filter', () => equal([isEmpty(filterOf({})), isEmpty(filter)], [true, false]));

  test('rows stay where they were, new ones come last', () => {
    const rows = ['c', 'new', 'a'].map(id => ({ id }));
    const { rows: kept, moved } = inOldOrder(rows, ['a', 'b', 'c'], row => row.id);
    equal([kept.map(row => row.id), moved], [['a', 'c', 'new'], 3]);
  });
  test('spreadsheets run nothing', () => equal(csv([{ id: 'name' }, { id: 'n' }], [{ name: '=1+1', n: -5 }, { name: 'a,"b"', n: null }]), 'name,n\r\n\'=1+1,-5\r\n"a,""b""",'));
}
