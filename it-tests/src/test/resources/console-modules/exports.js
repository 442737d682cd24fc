async ({ load, test, equal }) => {
  const { csv } = await load('lib/list-export.js');
  const { shell } = await load('lib/code.js');
  const cell = value => csv([{ id: 'a' }], [{ a: value }]).slice('a\r\n'.length);

  test('cells are texts', () => equal(['a', 'a,b', 'a"b', 'a;b', -1, { a: 1 }].map(cell), ['a', '"a,b"', '"a""b"', 'a;b', '-1', '"{""a"":1}"']));
  test('no cell is a formula', () => equal(['=a', '+a', '-a', '@a', '\t=a'].map(cell), ["'=a", "'+a", "'-a", "'@a", "'\t=a"]));
  test('nor a part of one that another spreadsheet takes for a cell', () => equal(['a;=b', 'a;"=b', 'a\n=b'].map(cell), ["a;'=b", '"a;""\'=b"', '"a\n\'=b"']));
  test('nor one within arguments', () => equal(cell({ a: ';=b' }), '"{""a"":"";\'=b""}"'));

  test('a shell runs nothing of a name', () => equal(['a b', '$(a)`b`"', "a'; b #"].map(shell), ["'a b'", "'$(a)`b`\"'", "'a'\\''; b #'"]));
  test('nor does a terminal take it for keys', () => equal(['\u0003\nb', '\u009b201~', "\u001b'\\"].map(shell), ["$'\\003\\012b'", "$'\\302\\233201~'", "$'\\033\\'\\\\'"]));
}
