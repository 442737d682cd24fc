// Where the labels of a picture's lines stand. No document is needed to try it.

export const SMALL = 6.4;
/** Along a line, from its beginning, 0, to its end, 1. */
const ALONG = [0.56, 0.44, 0.66, 0.34, 0.76, 0.24];
const ABOVE = 5;
const BELOW = 13;
const BESIDE = 6;
const LABEL_HEIGHT = 11;
/** How far apart the points are that stand for a line, and how large the squares in which they are looked for. */
const STEP = 4;
const SQUARE = 32;
/** What the next best place costs, in points that are covered: a line that crosses a label covers three, one that runs along it five times as many. */
const FARTHER = 0.8;

/** Between two points a line leaves and arrives level. */
const on = ([a, b], t) => ({ x: a.x + (b.x - a.x) * (1.5 * t - 1.5 * t * t + t * t * t), y: a.y + (b.y - a.y) * (3 * t * t - 2 * t * t * t) });

/** Points of all lines, by the square that they are in. */
function pointsOf(routes) {
  const squares = new Map();
  for (const { points } of routes.values()) {
    for (let i = 1; i < points.length; i++) {
      const part = [points[i - 1], points[i]];
      const steps = Math.ceil(Math.hypot(part[1].x - part[0].x, part[1].y - part[0].y) / STEP);
      for (let step = 0; step <= steps; step++) {
        const point = on(part, step / steps);
        const square = `${Math.floor(point.x / SQUARE)} ${Math.floor(point.y / SQUARE)}`;
        if (!squares.has(square)) squares.set(square, []);
        squares.get(square).push(point);
      }
    }
  }
  return squares;
}

/** Of pictures that were labelled before: figures change more often than lines do. */
const kept = new WeakMap();

function squaresOf(layout) {
  if (!kept.has(layout)) kept.set(layout, pointsOf(layout.routes));
  return kept.get(layout);
}

function pointsIn(box, squares) {
  let found = 0;
  for (let i = Math.floor(box.x / SQUARE); i <= Math.floor((box.x + box.width) / SQUARE); i++) {
    for (let j = Math.floor(box.y / SQUARE); j <= Math.floor((box.y + box.height) / SQUARE); j++) {
      for (const { x, y } of squares.get(`${i} ${j}`) ?? []) if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height) found++;
    }
  }
  return found;
}

/** The best place first: at the line's end, on the side that the line does not come from, where it is alone there; or beside it; or upon it. */
function placesFor([a, b], width, isAlone) {
  const end = { x: b.x - width / 2 - 12, y: b.y > a.y ? b.y + BELOW : b.y - ABOVE };
  const sides = ALONG.flatMap(t => {
    const { x, y } = on([a, b], t);
    return [{ x, y: y - ABOVE }, { x, y: y + BELOW }, { x: x + width / 2 + BESIDE, y: y + 4 }, { x: x - width / 2 - BESIDE, y: y + 4 }];
  });
  return [...isAlone ? [end] : [], ...sides];
}

const overlap = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

/**
 * Where labels stand, by line: none upon another or upon a box, as far as there is room, and upon as little of any line as can be.
 *
 * @param {(edge: object) => string} textOf
 */
export function labels(edges, layout, textOf) {
  const ends = new Map();
  for (const { points: [, b] } of layout.routes.values()) ends.set(`${b.x} ${b.y}`, (ends.get(`${b.x} ${b.y}`) ?? 0) + 1);
  const squares = squaresOf(layout);
  const taken = [...layout.places.values()];
  const placed = new Map();
  for (const edge of edges) {
    const points = layout.routes.get(edge.id)?.points;
    const width = textOf(edge).length * SMALL;
    if (!points || width === 0) continue;
    const boxes = placesFor(points, width, ends.get(`${points[1].x} ${points[1].y}`) === 1).map(place => ({ place, x: place.x - width / 2, y: place.y - LABEL_HEIGHT + 2, width, height: LABEL_HEIGHT }));
    const between = box => box.x > points[0].x && box.x + box.width < points[1].x;
    const free = boxes.filter(box => between(box) && !taken.some(other => overlap(box, other)));
    let best = boxes[0];
    let least = Infinity;
    for (const box of free) {
      const cost = pointsIn(box, squares) + boxes.indexOf(box) * FARTHER;
      if (cost < least) [best, least] = [box, cost];
    }
    taken.push(best);
    placed.set(edge.id, best.place);
  }
  return placed;
}
