// Where exchanges and queues stand: in layers from left to right, along which messages go. No state and no document, so it can be tried alone.

/**
 * @typedef {{id: string, width: number, height: number}} Box
 * @typedef {{id: string, from: string, to: string, label: number}} Line `label` is the width of its text
 * @typedef {{id: string, layer: number, width: number, height: number, y: number, before: Place[], after: Place[]}} Place
 */

const ROW = 14;
const GAP = 64;
const MARGIN = 24;
const SWEEPS = 6;
const LOOSE_WIDTH = 1100;

/** Lines that would go round in circles are taken backwards; a circle begins where most lines go out. */
function turned(boxes, lines) {
  const out = new Map(boxes.map(box => [box.id, []]));
  const entered = new Set(lines.map(line => line.to));
  const balance = new Map(boxes.map(box => [box.id, 0]));
  lines.forEach(line => {
    out.get(line.from).push(line);
    balance.set(line.from, balance.get(line.from) + 1);
    balance.set(line.to, balance.get(line.to) - 1);
  });
  const state = new Map();
  const back = new Set();
  for (const root of [...boxes.filter(box => !entered.has(box.id)), ...[...boxes].sort((a, b) => balance.get(b.id) - balance.get(a.id))]) {
    if (state.has(root.id)) continue;
    const stack = [{ id: root.id, next: 0 }];
    state.set(root.id, 'open');
    while (stack.length > 0) {
      const top = stack.at(-1);
      const line = out.get(top.id)[top.next++];
      if (!line) { state.set(top.id, 'done'); stack.pop(); continue; }
      if (state.get(line.to) === 'open') back.add(line.id);
      else if (!state.has(line.to)) { state.set(line.to, 'open'); stack.push({ id: line.to, next: 0 }); }
    }
  }
  return back;
}

/** Each as far right as the longest way to it; what only begins ways stands just before them. */
function layersOf(boxes, arcs) {
  const layer = new Map(boxes.map(box => [box.id, 0]));
  const missing = new Map(boxes.map(box => [box.id, 0]));
  const out = new Map(boxes.map(box => [box.id, []]));
  arcs.forEach(arc => { missing.set(arc.to, missing.get(arc.to) + 1); out.get(arc.from).push(arc.to); });
  const entered = new Map(missing);
  const ready = boxes.filter(box => missing.get(box.id) === 0).map(box => box.id);
  for (let i = 0; i < ready.length; i++) {
    for (const to of out.get(ready[i])) {
      layer.set(to, Math.max(layer.get(to), layer.get(ready[i]) + 1));
      missing.set(to, missing.get(to) - 1);
      if (missing.get(to) === 0) ready.push(to);
    }
  }
  for (const { id } of boxes) {
    if (entered.get(id) === 0 && out.get(id).length > 0) layer.set(id, Math.min(...out.get(id).map(to => layer.get(to))) - 1);
  }
  return layer;
}

const middle = places => places.reduce((sum, place) => sum + place.y, 0) / places.length;

/** Side by side with what they are joined to, in an order with few crossings. */
function arrange(columns) {
  columns.forEach(column => column.forEach((place, i) => { place.y = i; }));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : [...columns].reverse()) {
      const wish = new Map(column.map(place => { const near = forward ? place.before : place.after; return [place, near.length > 0 ? middle(near) : place.y]; }));
      column.sort((a, b) => wish.get(a) - wish.get(b));
      column.forEach((place, i) => { place.y = i; });
    }
  }
  columns.forEach(column => stack(column, () => 0));
  for (let sweep = 0; sweep < 2 * SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : [...columns].reverse()) stack(column, place => { const near = [...place.before, ...place.after]; return near.length > 0 ? middle(near) : place.y; });
  }
}

/** Puts each where it wants to be, as far as those above and below leave room: what overlaps moves together. */
function stack(column, wish) {
  const blocks = [];
  for (const place of column) {
    let block = { places: [place], height: place.height + ROW, top: wish(place) - (place.height + ROW) / 2 };
    while (blocks.length > 0 && blocks.at(-1).top + blocks.at(-1).height > block.top) {
      const above = blocks.pop();
      const [n, m] = [above.places.length, block.places.length];
      const top = (above.top * n + (block.top - above.height) * m) / (n + m);
      block = { places: [...above.places, ...block.places], height: above.height + block.height, top };
    }
    blocks.push(block);
  }
  for (const block of blocks) {
    let { top } = block;
    for (const place of block.places) { place.y = top + (place.height + ROW) / 2; top += place.height + ROW; }
  }
}

/** What is joined to nothing stands below, in rows. */
function loose(boxes, places, top, width) {
  let [x, y] = [MARGIN, top];
  for (const box of boxes) {
    if (x > MARGIN && x + box.width > Math.max(width, LOOSE_WIDTH)) { x = MARGIN; y += box.height + ROW; }
    places.set(box.id, { x, y, width: box.width, height: box.height });
    x += box.width + ROW;
    width = Math.max(width, x + MARGIN);
  }
  return { width, height: boxes.length > 0 ? y + boxes[0].height + MARGIN : top };
}

/**
 * @param {Box[]} boxes
 * @param {Line[]} lines
 * @returns {{places: Map<string, {x: number, y: number, width: number, height: number}>, routes: Map<string, {points: {x: number, y: number}[], back: boolean}>,
 *            width: number, height: number, loose: number|null}} routes from the right of a box to the left of another; `loose` is where those begin that are joined to nothing
 */
export function layout(boxes, lines) {
  const drawn = lines.filter(line => line.from !== line.to);
  const joined = new Set(drawn.flatMap(line => [line.from, line.to]));
  const inside = boxes.filter(box => joined.has(box.id));
  const back = turned(inside, drawn);
  const arcs = drawn.map(line => (back.has(line.id) ? { ...line, from: line.to, to: line.from } : line));
  const layer = layersOf(inside, arcs);
  const byId = new Map(inside.map(box => [box.id, { ...box, layer: layer.get(box.id), y: 0, before: [], after: [] }]));
  const columns = Array.from({ length: Math.max(0, ...layer.values()) + 1 }, () => []);
  byId.forEach(place => columns[place.layer].push(place));
  const join = (a, b) => { a.after.push(b); b.before.push(a); };
  const ways = new Map(arcs.map(arc => {
    const way = [byId.get(arc.from)];
    for (let at = layer.get(arc.from) + 1; at < layer.get(arc.to); at++) {
      const bend = { id: '', layer: at, width: 0, height: 4, y: 0, before: [], after: [] };
      columns[at].push(bend);
      way.push(bend);
    }
    way.push(byId.get(arc.to));
    for (let i = 1; i < way.length; i++) join(way[i - 1], way[i]);
    return [arc.id, way];
  }));
  arrange(columns);
  const top = Math.min(...columns.flat().map(place => place.y - place.height / 2), Infinity);
  let x = MARGIN;
  const lefts = columns.map((column, at) => {
    const left = x;
    x += Math.max(0, ...column.map(place => place.width)) + GAP + Math.max(0, ...arcs.filter(arc => layer.get(arc.from) === at).map(arc => arc.label));
    return left;
  });
  const y = place => place.y - top + MARGIN;
  const right = at => lefts[at] + Math.max(0, ...columns[at].map(place => place.width));
  const places = new Map([...byId.values()].map(place => [place.id, { x: lefts[place.layer], y: y(place) - place.height / 2, width: place.width, height: place.height }]));
  const routes = new Map([...ways].map(([id, way]) => [id, {
    back: back.has(id),
    points: way.flatMap((place, i) => (i === 0 ? [{ x: lefts[place.layer] + place.width, y: y(place) }] : place.id !== '' ? [{ x: lefts[place.layer], y: y(place) }]
      : [{ x: lefts[place.layer], y: y(place) }, { x: right(place.layer), y: y(place) }])),
  }]));
  const width = inside.length > 0 ? Math.max(...[...places.values()].map(place => place.x + place.width)) + MARGIN : 0;
  const bottom = inside.length > 0 ? Math.max(...columns.flat().map(place => y(place) + place.height / 2)) + MARGIN : MARGIN;
  const rest = boxes.filter(box => !joined.has(box.id));
  const start = rest.length > 0 ? bottom + (inside.length > 0 ? 28 : 16) : null;
  return { places, routes, loose: start, ...loose(rest, places, start ?? bottom, width) };
}
