// What the server tells of a virtual host, made ready for drawing: similar queues as one, and the whole as text.

const FEW = 3;
const pattern = name => name.replace(/\d+/g, '*');

/** Queues whose names differ by a number, and that lead to and come from the same. */
function kindred(node, edges) {
  const near = edges.filter(edge => edge.from === node.id || edge.to === node.id)
    .map(edge => [edge.kind, edge.from === node.id ? '' : edge.from, edge.to === node.id ? '' : edge.to, ...edge.keys.map(pattern)].join('\u0000')).sort();
  return [pattern(node.name), node.type, ...near].join('\u0001');
}

const FIGURES = ['messages_ready', 'messages_unacknowledged', 'consumers', 'publish_rate', 'deliver_get_rate'];

/**
 * @param {{nodes: object[], edges: object[]}} answer
 * @param {Set<string>} unfolded ids of groups that are shown one by one
 * @returns {{nodes: object[], edges: object[]}} groups have kind `group`, `members`, and the sums of their figures
 */
export function fold({ nodes, edges }, unfolded) {
  const groups = new Map();
  const touching = new Map(nodes.map(node => [node.id, []]));
  for (const edge of edges) { touching.get(edge.from)?.push(edge); if (edge.to !== edge.from) touching.get(edge.to)?.push(edge); }
  for (const node of nodes) {
    if (node.kind !== 'queue' || !/\d/.test(node.name)) continue;
    const key = kindred(node, touching.get(node.id));
    groups.set(key, [...groups.get(key) ?? [], node]);
  }
  const into = new Map();
  const made = [];
  for (const members of groups.values()) {
    const name = pattern(members[0].name);
    const id = `g:${made.some(group => group.id === `g:${name}`) ? members[0].name : name}`;
    if (members.length < FEW || unfolded.has(id)) continue;
    made.push({ id, kind: 'group', name, type: members[0].type, members: members.map(member => member.name), ...Object.fromEntries(FIGURES.map(field => [field, members.reduce((sum, member) => sum + (member[field] ?? 0), 0)])) });
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

/** Without the broker's own exchanges. */
export function withoutBuiltIn({ nodes, edges, ...rest }) {
  const kept = nodes.filter(node => node.kind === 'queue' || !node.name.startsWith('amq.'));
  const ids = new Set(kept.map(node => node.id));
  return { ...rest, nodes: kept, edges: edges.filter(edge => ids.has(edge.from) && ids.has(edge.to)) };
}

const quoted = text => `"${text.replaceAll('&', '&amp;').replaceAll('"', '#quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`;
const SHAPES = { exchange: ['([', '])'], queue: ['[(', ')]'], group: ['[[', ']]'], missing: ['{{', '}}'] };

export function mermaid({ nodes, edges }) {
  const short = new Map(nodes.map((node, index) => [node.id, `n${index}`]));
  const lines = nodes.map(node => `  ${short.get(node.id)}${SHAPES[node.kind][0]}${quoted(node.members ? `${node.name} ×${node.members.length}` : node.name)}${SHAPES[node.kind][1]}`);
  for (const edge of edges) {
    const label = edge.kind === 'binding' ? edge.keys.filter(key => key !== '').join(', ') : edge.kind.replace('_', ' ');
    lines.push(`  ${short.get(edge.from)} ${edge.kind === 'binding' ? '-->' : '-.->'}${label ? `|${quoted(label)}|` : ''} ${short.get(edge.to)}`);
  }
  return ['flowchart LR', ...lines, ''].join('\n');
}
