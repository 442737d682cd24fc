async ({ load, test, equal }) => {
  const { layout } = await load('lib/topology-layout.js');
  const { dot, fold, mermaid, withDeadLetters } = await load('lib/topology-graph.js');
  const { labels } = await load('lib/topology-labels.js');
  const box = id => ({ id, width: 100, height: 40 });
  const line = (from, to) => ({ id: `${from}>${to}`, from, to, label: 30 });
  const placed = (ids, ...pairs) => layout([...ids].map(box), pairs.map(([from, to]) => line(from, to)));
  const apart = ({ places }) => [...places.values()].every((a, i, all) => all.slice(i + 1).every(b => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y));
  const inside = ({ places, width, height }) => [...places.values()].every(each => each.x >= 0 && each.y >= 0 && each.x + each.width <= width && each.y + each.height <= height);

  test('messages go from left to right, the longest way counts', () => {
    const { places } = placed('abcd', 'ab', 'bc', 'ac', 'cd');
    equal([...'abcd'].map(id => places.get(id).x).every((x, i, all) => i === 0 || x > all[i - 1]), true);
  });
  test('nothing overlaps and all is within', () => {
    const many = Array.from({ length: 60 }, (_, i) => String.fromCharCode(0x100 + i));
    const picture = placed(many, ...many.slice(1, 40).map((id, i) => [many[i % 7], id]));
    equal([apart(picture), inside(picture), picture.places.size], [true, true, 60]);
  });
  test('circles are walked once, and lead back', () => {
    const { routes } = placed('abc', 'ab', 'bc', 'ca');
    equal([...routes.values()].filter(route => route.back).length, 1);
  });
  test('what leads to itself needs no way', () => equal(placed('ab', 'aa', 'ab').routes.size, 1));
  test('what is joined to nothing stands below', () => {
    const { places, loose } = placed('abc', 'ab');
    equal([places.get('c').y >= loose, places.get('a').y < loose], [true, true]);
  });
  test('nothing at all', () => equal(placed('').places.size, 0));

  test('labels stand apart, also of lines that end in one place', () => {
    const pairs = ['ax', 'bx', 'cx', 'dx', 'ay', 'az'];
    const found = labels(pairs.map(([from, to]) => line(from, to)), placed('abcdxyz', ...pairs), () => 'order.#');
    equal([...found.values()].every((a, i, all) => all.slice(i + 1).every(b => Math.abs(a.x - b.x) > 40 || Math.abs(a.y - b.y) > 10)), true);
    equal(found.size, 6);
  });

  test('labels leave lines alone where there is room', () => {
    const picture = placed('abc', 'ab', 'ac');
    const found = labels([line('a', 'b'), line('a', 'c')], picture, () => 'k');
    const [{ x, y }] = picture.routes.get('a>b').points.slice(-1);
    equal(found.get('a>b').x < x && Math.abs(found.get('a>b').y - y) >= 5, true);
  });
  test('no label is wider than its way, if it can be', () => {
    const picture = layout([box('a'), box('b')], [{ ...line('a', 'b'), label: 60 }]);
    const [a, b] = picture.routes.get('a>b').points;
    const { x } = labels([line('a', 'b')], picture, () => 'order.new').get('a>b');
    equal([x - 30 > a.x, x + 30 < b.x], [true, true]);
  });

  const queue = name => ({ id: `q:${name}`, kind: 'queue', name, type: 'classic', messages_ready: 2, consumers: 1 });
  const graph = count => ({ nodes: [{ id: 'x:e', kind: 'exchange', name: 'e', type: 'topic' }, ...Array.from({ length: count }, (_, i) => queue(`job-${i}`))],
    edges: Array.from({ length: count }, (_, i) => ({ id: String(i), kind: 'binding', from: 'x:e', to: `q:job-${i}`, keys: [`k.${i}`], bindings: 1, rate: 1 })) });
  test('similar queues are one', () => {
    const { nodes, edges } = fold(graph(4), new Set());
    equal(nodes.map(node => [node.name, node.members?.length, node.messages_ready]), [['e', undefined, undefined], ['job-*', 4, 8]]);
    equal(edges.map(edge => [edge.to, edge.keys, edge.bindings, edge.rate]), [['g:job-*', ['k.*'], 4, 4]]);
  });
  test('few are not', () => equal(fold(graph(2), new Set()).nodes.length, 3));
  test('nor what was unfolded', () => equal(fold(graph(4), new Set(['g:job-*'])).nodes.length, 5));
  test('queues that dead letters come to are marked', () => {
    const nodes = [...'abcd'].map(queue).concat([{ id: 'e:dead', kind: 'exchange', name: 'dead', type: 'direct' }]);
    const edges = [{ kind: 'dead_letter', from: 'q:a', to: 'e:dead', keys: ['b'] }, { kind: 'dead_letter', from: 'q:b', to: 'e:dead', keys: ['d'] }, { kind: 'binding', from: 'e:dead', to: 'q:b', keys: ['b'] }, { kind: 'binding', from: 'e:dead', to: 'q:d', keys: ['d'] }, { kind: 'binding', from: 'e:dead', to: 'q:c', keys: ['c'] }];
    equal(withDeadLetters({ nodes, edges }).nodes.filter(node => node.dead_letters && node.kind === 'queue').map(node => node.name), ['b', 'd']);
  });
  test('the default exchange has a name where it is drawn', () => equal(mermaid({ nodes: [{ id: 'e:', kind: 'exchange', name: '' }], edges: [] }).includes('(default)'), true));
  const named = name => ({ nodes: [{ id: 'q:a', kind: 'queue', name }], edges: [] });
  test('names in Mermaid cannot end what they stand in', () => equal(mermaid(named('"<b>&')).split('\n')[1], '  n0[("#34;#60;b#62;#38;")]'));
  test('nor are they read as anything else', () => {
    for (const name of ['#lt;b#gt;', '`**a**`', "%%{init: {'theme': 'dark'}}%%", '\n%% a', '\\n']) equal(/^ {2}n0\[\("(#\d+;|[^#&"<>`%\\\n])*"\)\]$/.test(mermaid(named(name)).split('\n').slice(1, -1).join('\n')), true);
  });
  test('names in Graphviz are what they are', () => equal(dot(named('a\\"];\nb')).split('\n').slice(2, -2).join('\n'), '  "q:a" [label="a\\\\\\"];\nb", shape=box];'));
}
