// How charts are divided: round steps for values and for times, and gaps where nothing was measured. No page is needed to try it.

const MOST_STEPS = 3;
/** Above the largest value there is some room, so that no line lies on the upper edge. */
const ROOM = 1.04;
const ROUND = [1, 2, 5, 10];
const ROUND_BYTES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1024];

/**
 * @param {number} top the largest value
 * @param {number} base 1000, or 1024 for bytes
 * @param {number} least the smallest step
 * @returns {{step: number, max: number}} at most four marks, with zero
 */
export function valueScale(top, base = 1000, least = 1) {
  if (top <= 0) return { step: 1, max: 1 };
  const wanted = Math.max(least, top * ROOM / MOST_STEPS);
  const unit = base === 1024 ? 1024 ** Math.floor(Math.log(wanted) / Math.log(1024) + 1e-9) : 10 ** Math.floor(Math.log10(wanted) + 1e-9);
  const step = (base === 1024 ? ROUND_BYTES : ROUND).map(each => each * unit).find(each => each * (1 + 1e-9) >= wanted);
  return { step, max: step * Math.max(1, Math.ceil(top * ROOM / step - 1e-9)) };
}

const MINUTE = 60_000;
const TIMES = [5_000, 10_000, 15_000, 30_000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE, 120 * MINUTE, 240 * MINUTE, 360 * MINUTE];

/**
 * @param {number} most marks
 * @param {number} offset minutes that clocks here are behind UTC, as dates tell it
 * @returns {{step: number, times: number[]}} full minutes and hours of the day here
 */
export function timeScale(from, to, most, offset = 0) {
  const step = TIMES.find(each => (to - from) / each <= most) ?? TIMES.at(-1);
  const shift = offset * MINUTE;
  const times = [];
  for (let time = Math.ceil((from - shift) / step) * step + shift; time <= to; time += step) times.push(time);
  return { step, times };
}

const MISSED = 2.5;

/** Where much more time than usual lies between two points, the line stops. */
export function withGaps(points) {
  const steps = points.slice(1).map((point, i) => point.x - points[i].x).sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)];
  return points.flatMap((point, i) => (i > 0 && point.x - points[i - 1].x > usual * MISSED ? [{ x: points[i - 1].x + usual, y: null }, point] : [point]));
}

/** The point that is nearest to a time, if one is near at all. */
export function nearest(points, x, within) {
  let best = null;
  for (const point of points) if (Math.abs(point.x - x) <= within && (best === null || Math.abs(point.x - x) < Math.abs(best.x - x))) best = point;
  return best;
}
