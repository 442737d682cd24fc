import { html, nothing, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { count, rate } from './format.js';
import { health } from './health.js';
import { isClient, nameOf } from './topology-graph.js';
import { labels, SMALL } from './topology-labels.js';
import { o } from '../texts/topology.js';

// The picture itself. Its style stands in the style sheet, and goes along when it is saved.

const CHARACTER = 7.4;
const LONGEST = 30;
const LABEL = 24;
const HEIGHT = 42;

const cut = (text, most) => (text.length > most ? `${text.slice(0, Math.ceil(most / 2) - 1)}…${text.slice(-Math.floor(most / 2))}` : text);
export const titleOf = node => cut(nameOf(node), LONGEST) + (node.members ? ` ×${node.members.length}` : '');

export function figureOf(node) {
  if (node.kind === 'missing') return o.missing;
  if (isClient(node)) return node.user ?? '';
  if (node.kind === 'exchange') return `${node.type}${node.publish_in_rate > 0 ? ` · ${rate(node.publish_in_rate)}/s` : ''}`;
  return `${o.readyCount(count(node.messages_ready))}${node.publish_rate > 0 ? ` · ${rate(node.publish_rate)}/s` : ''}`;
}

export const labelOf = edge => (edge.kind === 'binding' ? cut(edge.keys.filter(key => key !== '').slice(0, 2).join(', '), LABEL) + (edge.keys.length > 2 ? ` +${edge.keys.length - 2}` : '') : o.edge[edge.kind] ?? (edge.rate > 0 ? `${rate(edge.rate)}/s` : ''));

/** Wide enough for what may be said of them, so that figures can change without moving anything. */
export const boxOf = node => ({ id: node.id, width: Math.round(Math.max(titleOf(node).length * CHARACTER + 34, 150)), height: HEIGHT });
export const lineOf = edge => ({ id: edge.id, from: edge.from, to: edge.to, label: Math.round((FLOWS.has(edge.kind) ? FLOW_LABEL : labelOf(edge).length) * SMALL) });

/** What says how much flows there has room for more, so that nothing moves when that changes. */
const FLOWS = new Set(['publish', 'consume']);
const FLOW_LABEL = 7;

const severity = node => (node.kind === 'queue' || node.kind === 'group' ? health(node).severity : 'dim');

/** Publishers point to where messages go, consumers take them in. */
const pointed = (kind, width, height) => (kind === 'publisher' ? `M0,0H${width - 12}L${width},${height / 2}L${width - 12},${height}H0z` : `M0,0H${width}V${height}H0L12,${height / 2}z`);

function shape(node, place) {
  const { width, height } = place;
  if (node.kind === 'exchange' || node.kind === 'missing') return svg`<rect class="shape" width=${width} height=${height} rx=${height / 2}></rect>`;
  if (isClient(node)) return svg`${node.members ? svg`<path class="shape behind" d=${pointed(node.kind, width, height)} transform="translate(5,-5)"></path>` : nothing}<path class="shape" d=${pointed(node.kind, width, height)}></path>`;
  return svg`${node.kind === 'group' ? svg`<rect class="shape behind" x="5" y="-5" width=${width} height=${height} rx="4"></rect>` : nothing}
    <rect class="shape" width=${width} height=${height} rx="4"></rect><rect class="mark ${severity(node)}" width="5" height=${height} rx="2"></rect>`;
}

function curve(points, back) {
  const way = back ? [...points].reverse() : points;
  let path = `M${way[0].x},${way[0].y}`;
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1], way[i]];
    const bend = (b.x - a.x) / 2;
    path += a.y === b.y ? `L${b.x},${b.y}` : `C${a.x + bend},${a.y} ${b.x - bend},${b.y} ${b.x},${b.y}`;
  }
  return path;
}

/** Above itself and back. */
const loop = place => `M${place.x + place.width - 30},${place.y} c0,-26 22,-26 22,0`;

const stateOf = (edge, selected) => `edge ${edge.kind} ${!selected ? '' : edge.from === selected || edge.to === selected ? 'near' : 'far'}`;

function edgeOf(edge, layout, selected) {
  const route = layout.routes.get(edge.id);
  const place = layout.places.get(edge.from);
  if (!route && !place) return nothing;
  return svg`<g class=${stateOf(edge, selected)}><path d=${route ? curve(route.points, route.back) : loop(place)} stroke-width=${(1.2 + Math.log10(1 + (edge.rate ?? 0)) * 1.4).toFixed(2)} marker-end="url(#arrow-${edge.kind})"></path></g>`;
}

/** Above all lines, so that none goes through it. */
const label = (edge, place, selected) => svg`<g class=${stateOf(edge, selected)}><text x=${place.x} y=${place.y}>${labelOf(edge)}<title>${edge.keys?.join('\n')}</title></text></g>`;

const arrow = kind => svg`<marker id="arrow-${kind}" class="arrow ${kind}" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0.5 L8,4 L0,7.5 z"></path></marker>`;

/**
 * @param {{nodes: object[], edges: object[]}} graph
 * @param {{select: (id: string) => void, open: (node: object) => void, href: (node: object) => string}} acts
 */
export function picture(graph, layout, { zoom, selected: chosen, acts }) {
  const selected = graph.edges.some(edge => edge.from === chosen || edge.to === chosen) ? chosen : undefined;
  const places = labels(graph.edges, layout, labelOf);
  return html`<svg class="graph" xmlns="http://www.w3.org/2000/svg" width=${Math.floor(layout.width * zoom)} height=${Math.floor(layout.height * zoom)} viewBox=${`0 0 ${layout.width} ${layout.height}`} role="group" aria-label=${o.title}>
    ${svg`<defs>${['binding', 'alternate', 'dead_letter', 'publish', 'consume'].map(arrow)}</defs>
    ${layout.loose === null ? nothing : svg`<text class="note" x="24" y=${layout.loose - 10}>${o.loose}</text>`}
    ${repeat(graph.edges, edge => edge.id, edge => edgeOf(edge, layout, selected))}
    ${repeat(graph.edges.filter(edge => places.has(edge.id)), edge => edge.id, edge => label(edge, places.get(edge.id), selected))}
    ${repeat(graph.nodes, node => node.id, node => nodeOf(node, layout.places.get(node.id), chosen, acts))}`}</svg>`;
}

const left = node => (node.kind === 'consumer' ? 22 : node.kind === 'publisher' ? 12 : 17);

function nodeOf(node, place, selected, acts) {
  if (!place) return nothing;
  return svg`<a class="node ${node.kind} ${node.id === selected ? 'selected' : ''}" href=${acts.href(node)} transform="translate(${place.x},${place.y})"
    @click=${event => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); acts.select(node.id); } }} @dblclick=${() => acts.open(node)}><title>${`${o.kind[node.kind]} ${nameOf(node)}, ${figureOf(node)}`}</title>
    ${shape(node, place)}<text x=${left(node)} y="18">${titleOf(node)}</text><text class="figure-text" x=${left(node)} y="33">${figureOf(node)}</text></a>`;
}

/** The picture with all that it needs to look the same elsewhere. */
export function standalone(element) {
  const copy = element.cloneNode(true);
  const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule.selectorText?.startsWith('.graph')).map(rule => rule.cssText);
  const now = getComputedStyle(document.documentElement);
  const tokens = ['--page', '--surface', '--border', '--text', '--muted', '--accent', '--ok', '--warn', '--bad', '--info', '--mono', '--tint'].map(name => `${name}:${now.getPropertyValue(name)}`).join(';');
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  style.textContent = `:root{${tokens};background:${now.getPropertyValue('--page')};font:14px system-ui,sans-serif}\n${rules.join('\n')}`;
  copy.prepend(style);
  copy.querySelectorAll('a').forEach(link => link.removeAttribute('href'));
  return new XMLSerializer().serializeToString(copy);
}
