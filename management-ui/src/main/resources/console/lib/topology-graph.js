// What the server tells of a virtual host, made ready for drawing: similar queues as one, and the whole as text.

const FEW = 3;
const FEW_CLIENTS = 2;
const pattern = name => name.replace(/\d+/g, '*');
/** The default exchange has none. */
export const nameOf = node => node.name || '(default)';
export const isClient = node => node.kind === 'publisher' || node.kind === 'consumer';

/** Whether it may be one of many: clients that are called the same are, queues only if a number tells them apart. */
const mayFold = node => isClient(node) || (node.kind === 'queue' && /\d/.test(node.name));

/** What names differ from each other by a number, and lead to and come from the same, or from what differs by a number as well. */
function kindred(node, edges, byId) {
  const end = id => { const other = byId.get(id); return other && (other.kind === 'queue' || isClient(other)) ? `${other.kind} ${pattern(other.name)}` : id; };
  const near = edges.filter(edge => edge.from === node.id || edge.to === node.id)
    .map(edge => [edge.kind, edge.from === node.id ? '' : end(edge.from), edge.to === node.id ? '' : end(edge.to), ...edge.keys.map(pattern)].join('\u0000'));
  return [node.kind, pattern(node.name), node.type, ...[...new Set(near)].sort()].join('\u0001');
}

const FIGURES = ['messages_ready', 'messages_unacknowledged', 'consumers', 'publish_rate', 'deliver_get_rate'];

/**
 * @param {{nodes: object[], edges: object[]}} answer
 * @param {Set<string>} unfolded ids of groups that are shown one by one
 * @returns {{nodes: object[], edges: object[]}} groups of queues have kind `group`, all groups have `members`, and the sums of their figures
 */
export function fold({ nodes, edges }, unfolded) {
  const groups = new Map();
  const byId = new Map(nodes.map(node => [node.id, node]));
  const touching = new Map(nodes.map(node => [node.id, []]));
  for (const edge of edges) { touching.get(edge.from)?.push(edge); if (edge.to !== edge.from) touching.get(edge.to)?.push(edge); }
  for (const node of nodes) {
    if (!mayFold(node)) continue;
    const key = kindred(node, touching.get(node.id), byId);
    groups.set(key, [...groups.get(key) ?? [], node]);
  }
  const into = new Map();
  const made = [];
  for (const members of groups.values()) {
    const [first] = members;
    const name = members.every(member => member.name === first.name) ? first.name : pattern(first.name);
    const prefix = isClient(first) ? `g${first.id.slice(0, 1)}:` : 'g:';
    const id = `${prefix}${made.some(group => group.id === `${prefix}${name}`) ? first.id : name}`;
    if (members.length < (isClient(first) ? FEW_CLIENTS : FEW) || unfolded.has(id)) continue;
    made.push({ id, kind: isClient(first) ? first.kind : 'group', name, type: first.type, user: first.user, members: members.map(member => member.name), dead_letters: members.every(member => member.dead_letters), ...Object.fromEntries(FIGURES.map(field => [field, members.reduce((sum, member) => sum + (member[field] ?? 0), 0)])) });
    members.forEach(member => into.set(member.id, id));
  }
  const joined = new Map();
  for (const edge of edges) {
    const from = into.get(edge.from) ?? edge.from;
    const to = into.get(edge.to) ?? edge.to;
    const id = [edge.kind, from, to].join('\u0000');
    const known = joined.get(id);
    const keys = from === edge.from && to === edge.to ? edge.keys : edge.keys.map(pattern);
    joined.set(id, { ...edge, id, from, to, keys: [...new Set([...known?.keys ?? [], ...keys])], bindings: (known?.bindings ?? 0) + (edge.bindings ?? 0), rate: (known?.rate ?? 0) + (edge.rate ?? 0) });
  }
  return { nodes: [...nodes.filter(node => !into.has(node.id)), ...made], edges: [...joined.values()] };
}

/** The same, with what gets the dead letters of others marked, as far as that is drawn. */
export function withDeadLetters({ nodes, edges, ...rest }) {
  const kinds = new Map(nodes.map(node => [node.id, node]));
  const found = new Set();
  const followed = new Set();
  const follow = ({ to, keys }) => {
    const way = JSON.stringify([to, keys]);
    if (followed.has(way)) return;
    followed.add(way);
    found.add(to);
    const isDirect = kinds.get(to)?.type === 'direct' && keys.length > 0;
    edges.filter(edge => edge.from === to && edge.kind === 'binding' && (!isDirect || edge.keys.some(key => keys.includes(key)))).forEach(follow);
  };
  edges.filter(edge => edge.kind === 'dead_letter').forEach(follow);
  return { ...rest, nodes: nodes.map(node => (found.has(node.id) ? { ...node, dead_letters: true } : node)), edges };
}

/** Without the broker's own exchanges. */
export function withoutBuiltIn({ nodes, edges, ...rest }) {
  const kept = nodes.filter(node => node.kind === 'queue' || isClient(node) || !node.name.startsWith('amq.'));
  const ids = new Set(kept.map(node => node.id));
  return { ...rest, nodes: kept, edges: edges.filter(edge => ids.has(edge.from) && ids.has(edge.to)) };
}

/** Mermaid looks for entities, Markdown, comments and its own settings wherever they stand, and nobody's name is any of them. */
const quoted = text => `"${text.replace(/[#&"<>`%\\\u0000-\u001f\u007f]/g, each => `#${each.charCodeAt(0)};`)}"`;
const SHAPES = { exchange: ['([', '])'], queue: ['[(', ')]'], group: ['[[', ']]'], missing: ['{{', '}}'], publisher: ['[/', '/]'], consumer: ['[\\', '\\]'] };
const isDashed = edge => edge.kind === 'alternate' || edge.kind === 'dead_letter';
const fullTitle = node => (node.members ? `${node.name} ×${node.members.length}` : nameOf(node));

/** Keys, or in what way one leads to the other, if that is not plain. */
const saidOf = edge => (edge.kind === 'binding' ? edge.keys.filter(key => key !== '').join(', ') : isDashed(edge) ? edge.kind.replace('_', ' ') : '');

export function mermaid({ nodes, edges }) {
  const short = new Map(nodes.map((node, index) => [node.id, `n${index}`]));
  const lines = nodes.map(node => `  ${short.get(node.id)}${SHAPES[node.kind][0]}${quoted(fullTitle(node))}${SHAPES[node.kind][1]}`);
  for (const edge of edges) {
    const label = saidOf(edge);
    lines.push(`  ${short.get(edge.from)} ${isDashed(edge) ? '-.->' : '-->'}${label ? `|${quoted(label)}|` : ''} ${short.get(edge.to)}`);
  }
  return ['flowchart LR', ...lines, ''].join('\n');
}

const DOT_SHAPES = { exchange: 'shape=box, style=rounded', queue: 'shape=box', group: 'shape=box3d', missing: 'shape=box, style=dashed', publisher: 'shape=ellipse', consumer: 'shape=ellipse' };
/** A text of Graphviz; a backslash would begin an escape there. */
const dotted = text => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** In the language of Graphviz. */
export function dot({ nodes, edges }) {
  const lines = nodes.map(node => `  ${dotted(node.id)} [label=${dotted(fullTitle(node))}, ${DOT_SHAPES[node.kind]}];`);
  for (const edge of edges) {
    const attributes = [saidOf(edge) && `label=${dotted(saidOf(edge))}`, isDashed(edge) && 'style=dashed'].filter(Boolean).join(', ');
    lines.push(`  ${dotted(edge.from)} -> ${dotted(edge.to)}${attributes ? ` [${attributes}]` : ''};`);
  }
  return ['digraph topology {', '  rankdir=LR;', ...lines, '}', ''].join('\n');
}
