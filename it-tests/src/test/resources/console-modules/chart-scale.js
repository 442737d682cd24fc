async ({ load, test, equal }) => {
  const { nearest, timeScale, valueScale, withGaps } = await load('lib/chart-scale.js');

  test('no line lies on the upper edge', () => equal([1, 10, 30, 100, 1000, 1024, 5000].map(top => valueScale(top).max > top), [true, true, true, true, true, true, true]));
  test('steps are round, and few', () => {
    const scales = [0.2, 1, 7, 30, 99, 1000, 12345].map(top => valueScale(top, 1000, 0.1));
    equal(scales.every(({ step, max }) => [1, 2, 5].includes(Number(step.toExponential().split('e')[0])) && max / step <= 3 + 1e-9), true);
  });
  test('bytes are divided by powers of two', () => equal([valueScale(2500, 1024), valueScale(1024 * 1024, 1024)], [{ step: 1024, max: 3072 }, { step: 500 * 1024, max: 1500 * 1024 }]));
  test('nothing has an axis too', () => equal(valueScale(0), { step: 1, max: 1 }));
  test('times are full minutes of the day here', () => equal(timeScale(61_000, 299_000, 5, 0), { step: 60_000, times: [120_000, 180_000, 240_000] }));
  test('a line stops where much is missing', () => equal(withGaps([0, 5, 10, 60].map(x => ({ x, y: 1 }))).map(({ x, y }) => [x, y]), [[0, 1], [5, 1], [10, 1], [15, null], [60, 1]]));
  test('the nearest point, if one is near', () => equal([nearest([{ x: 1 }, { x: 5 }], 4, 2)?.x, nearest([{ x: 1 }], 4, 2)], [5, null]));
}
