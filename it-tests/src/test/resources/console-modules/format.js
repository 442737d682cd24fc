async ({ load, test, equal }) => {
  const { ago, at, byteRate, bytes, count, duration, percent, rate, short } = await load('lib/format.js');
  const unknown = [undefined, null, NaN, Infinity, 'text'];

  test('what is not known is a dash, never a zero', () => {
    for (const format of [count, short, rate, bytes, byteRate, percent, duration, ago]) equal(unknown.map(value => format(value)), unknown.map(() => '–'));
  });
  test('counts are parted by thousands', () => equal([0, 999, 1000, 1204, 1234567].map(count), ['0', '999', '1\u2009000', '1\u2009204', '1\u2009234\u2009567']));
  test('short counts have three digits at most', () => equal([0, 999, 1000, 12345, 999949, 999999, 1e6, 2.5e9].map(short), ['0', '999', '1k', '12.3k', '1M', '1M', '1M', '2.5G']));
  test('rates tell little from nothing', () => equal([0, 0.01, 0.4, 1, 9.96, 12, 1200].map(rate), ['0', '<0.1', '0.4', '1', '10', '12', '1.2k']));
  test('bytes are counted in powers of two', () => equal([0, 1023, 1024, 1536, 1048576, 123456789, 2 ** 50].map(bytes), ['0 B', '1023 B', '1 KiB', '1.5 KiB', '1 MiB', '118 MiB', '1 PiB']));
  test('bytes may be fewer than none', () => equal(bytes(-2048), '-2 KiB'));
  test('shares', () => equal([0, 0.126, 1].map(percent), ['0\u2009%', '13\u2009%', '100\u2009%']));
  test('durations have two units at most', () => equal([0, 0.0004, 0.18, 1, 59.9, 60, 90, 3600, 86399, 90000, 273600].map(duration),
    ['0 s', '1 ms', '180 ms', '1 s', '59 s', '1 min', '1 min 30 s', '1 h', '23 h 59 min', '1 d 1 h', '3 d 4 h']));
  test('what is to come is not ago', () => equal([ago(1000, 61000), ago(2000, 1000)], ['1 min ago', '0 s ago']));
  test('paths end where something is missing', () => equal([at({ a: { b: 0 } }, 'a.b'), at({ a: null }, 'a.b.c'), at({}, 'a')], [0, undefined, undefined]));
}
