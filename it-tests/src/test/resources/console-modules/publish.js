async ({ load, test, equal }) => {
  const { countOf, headersAs, messageOf, modelOf, requireReadable } = await load('lib/publish-model.js');
  const { uuid } = await load('lib/uuid.js');
  const { pressed, stateOf } = await load('lib/list-state.js');
  const refused = model => { try { requireReadable(modelOf(model)); return false; } catch { return true; } };

  test('numbers are filled in everywhere', () => equal(messageOf(modelOf({ key: 'k.${n}', payload: '{"n": ${n}}', message_id: 'm-${n}', headers: '{"h": "${n}", "deep": {"x": ["${n}"]}}' }), 7),
    { properties: { delivery_mode: 2, headers: { h: '7', deep: { x: ['7'] } }, message_id: 'm-7' }, routing_key: 'k.7', payload: '{"n": 7}', payload_encoding: 'string' }));
  test('bytes are left as they are', () => equal(messageOf(modelOf({ kind: 'base64', payload: 'AA\nEC' }), 1).payload, 'AAEC'));
  test('headers have types, as rows and as JSON', () => {
    const model = modelOf({ headers: '{"a": 1, "b": true, "c": "1", "d": [1]}' });
    headersAs(model, 'json');
    equal(JSON.parse(model.headers), { a: 1, b: true, c: '1', d: [1] });
    headersAs(model, 'rows');
    equal(messageOf(model, 1).properties.headers, { a: 1, b: true, c: '1', d: [1] });
  });
  test('what cannot be read is refused', () => equal([{ kind: 'json', payload: '{' }, { kind: 'base64', payload: '?' }, { headersAs: 'json', headers: '[]' }, { kind: 'json', payload: '{"n": ${n}}' }].map(refused), [true, true, true, false]));
  test('how many', () => equal(['', '0', '2.9', '99999'].map(count => countOf({ count })), [1, 1, 2, 10000]));
  test('identifiers are new ones', () => equal([/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid()), uuid() === uuid()], [true, false]));

  const list = { id: 'tried', columns: [], chips: [{ id: 'a', on: true }, { id: 'b' }] };
  test('chips that are on by themselves need not be said', () => equal([stateOf(list, {}).chips, pressed(list, stateOf(list, {}), 'b'), pressed(list, stateOf(list, {}), 'a'), pressed(list, stateOf(list, { chip: 'a,b' }), 'b')], [['a'], 'a,b', '-', null]));
  test('chips that are not known are none', () => equal(stateOf(list, { chip: 'b,z' }).chips, ['b']));
  test('what is wrong with an expression is told', () => equal([stateOf(list, { q: '/a(/' }).wrong !== undefined, stateOf(list, { q: '/a/' }).wrong], [true, undefined]));
}
