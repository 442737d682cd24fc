import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { get, path } from '../lib/api.js';
import { facts, table } from '../lib/detail.js';
import { empty, problem, icon, Part, Watch } from '../lib/part.js';
import { count, rate } from '../lib/format.js';
import { download } from '../lib/list-export.js';
import { Poll } from '../lib/live.js';
import { go, link, route, setQuery, virtualHost } from '../lib/router.js';
import { boxOf, figureOf, labelOf, lineOf, picture, standalone, titleOf } from '../lib/topology-draw.js';
import { dot, fold, isClient, mermaid, nameOf, withDeadLetters, withoutBuiltIn } from '../lib/topology-graph.js';
import { layout } from '../lib/topology-layout.js';
import { t } from '../lib/texts.js';
import { o } from '../texts/topology.js';

const ASKED = ['vh', 'q', 'around', 'hops', 'traffic', 'clients'];
/** More would be no picture any more: then a filter is asked for. */
const MOST = 200;
const SOME_HOSTS = 20;
const SHOWN_MEMBERS = 12;
const SMALLEST = 0.1;
const READABLE = 0.75;
const LARGEST = 2;
/** In the address: all of it, however small. */
const ALL = 'all';
/** Until the real one is known. */
const FRAME = { width: 1000, height: 700 };

class Topology extends Part {
  watch = new Watch(this, route);

  poll = new Poll(this, signal => this.#ask(signal));

  hosts = new Poll(this, signal => get('vhosts', { columns: 'name', disable_stats: 'true' }, { signal }), { once: true });

  connectedCallback() {
    super.connectedCallback();
    this.asked = this.#asked;
    this.ends = route.watch(() => {
      if (this.#asked === this.asked) return;
      this.asked = this.#asked;
      this.poll.restart();
    });
    this.resized = new ResizeObserver(() => this.requestUpdate());
    this.resized.observe(this);
  }

  /** The picture is as large as its frame allows, which is there after the picture. */
  updated() {
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = this.querySelector('.canvas-scroll') ?? {};
    if (width === this.frame?.width && height === this.frame?.height) return;
    this.frame = { width, height };
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends();
    this.resized.disconnect();
    clearTimeout(this.typing);
  }

  get #asked() { return JSON.stringify(ASKED.map(name => route.value.query[name])); }

  get vhost() { return virtualHost() || '/'; }

  #ask(signal) {
    const { q, around, hops, traffic, clients } = route.value.query;
    return get(path('topology', this.vhost), { name: q, around, hops: around ? hops ?? 2 : undefined, traffic: traffic === '1' ? 'true' : undefined, clients: clients === '1' ? 'true' : undefined, limit: MOST }, { signal });
  }

  get #graph() {
    const { query } = route.value;
    const told = withDeadLetters(this.poll.data);
    return fold(query.own === '0' ? withoutBuiltIn(told) : told, new Set(query.unfold?.split('\n')));
  }

  /** Computed again only when something comes or goes: figures change in place. */
  #layout(graph) {
    const structure = JSON.stringify([graph.nodes.map(node => [node.id, titleOf(node)]), graph.edges.map(edge => [edge.id, lineOf(edge).label])]);
    if (structure !== this.structure) {
      this.structure = structure;
      this.placed = layout(graph.nodes.map(boxOf), graph.edges.map(lineOf));
    }
    return this.placed;
  }

  render() {
    const { data, error } = this.poll;
    const { query } = route.value;
    const head = html`<div class="page-head"><h1 tabindex="-1">${o.title}</h1><span class="muted">${o.of(this.vhost)}</span>${this.#filters(query)}</div>`;
    if (!data) return html`${head}${error ? problem(error) : html`<div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div></div>`}`;
    const graph = this.#graph;
    const filtered = ['q', 'around', 'traffic', 'own'].some(name => query[name]);
    if (graph.nodes.length === 0) return html`${head}${empty(o.empty, filtered ? o.noMatch : o.emptyText, !filtered ? nothing : html`<button @click=${() => setQuery({ q: null, around: null, hops: null, traffic: null, own: null })}>${o.clear}</button>`)}${this.#otherHosts()}`;
    const selected = graph.nodes.find(node => node.id === query.sel);
    return html`${head}
      ${data.nodes_left_out > 0 ? html`<p class="muted">${o.leftOut(count(data.nodes_left_out), count(data.edges_left_out))}</p>` : nothing}
      <div class="topology ${error ? 'stale' : ''} ${selected ? 'with-panel' : ''}">${query.as === 'list' ? this.#list(graph) : this.#picture(graph, query)}${selected ? this.#panel(selected, graph) : nothing}</div>`;
  }

  /** Nobody has chosen one, and the one that is there from the start is empty. */
  #otherHosts() {
    const others = (this.hosts.data ?? []).filter(each => each.name !== this.vhost);
    if (virtualHost() || others.length === 0) return nothing;
    return html`<p class="other-hosts">${o.choose} ${others.slice(0, SOME_HOSTS).map(each => html`<a class="chip mono" href=${link('topology', [], { ...route.value.query, vh: each.name })}>${each.name}</a>`)}</p>`;
  }

  #filters(query) {
    const flag = (name, on, off, label) => html`<label class="check"><input type="checkbox" .checked=${live(query[name] === on)} @change=${event => setQuery({ [name]: event.target.checked ? on : off })}> ${label}</label>`;
    return html`<input class="filter" type="search" aria-label=${o.filter} placeholder=${o.filter} autocomplete="off" spellcheck="false" .value=${live(this.typed ?? query.q ?? '')} @input=${event => {
      this.typed = event.target.value;
      clearTimeout(this.typing);
      this.typing = setTimeout(() => { const q = this.typed; this.typed = undefined; setQuery({ q }, { replace: true }); }, 250);
    }}>
      ${query.around ? html`<span class="chip">${o.around} <b class="mono">${nameOf({ name: query.around.slice(2) })}</b> <select class="bare" aria-label=${o.hops} @change=${event => setQuery({ hops: event.target.value })}>
        ${[1, 2, 3, 5].map(n => html`<option value=${n} ?selected=${String(n) === (query.hops ?? '2')}>± ${n}</option>`)}</select><button class="quiet small" aria-label=${o.everything} title=${o.everything} @click=${() => setQuery({ around: null, hops: null })}>${icon('close')}</button></span>` : nothing}
      ${flag('clients', '1', null, o.clients)}${flag('traffic', '1', null, o.traffic)}${flag('own', '0', null, o.builtIn)}
      ${query.unfold ? html`<button class="quiet" @click=${() => setQuery({ unfold: null })}>${o.foldAgain}</button>` : nothing}<span class="grow"></span>
      <button @click=${() => setQuery({ as: query.as === 'list' ? null : 'list' })}>${query.as === 'list' ? o.asGraph : o.asList}</button>
      <details class="menu right"><summary class="button">${icon('download')}${t.list.export}</summary><div class="menu-body">
        ${query.as === 'list' ? nothing : html`<button @click=${() => download('topology.svg', 'image/svg+xml', standalone(this.querySelector('svg.graph')))}>${o.saveSvg}</button>`}
        <button @click=${() => download('topology.mmd', 'text/plain', mermaid(this.#graph))}>${o.saveMermaid}</button>
        <button @click=${() => download('topology.dot', 'text/vnd.graphviz', dot(this.#graph))}>${o.saveDot}</button></div></details>`;
  }

  #picture(graph, query) {
    const placed = this.#layout(graph);
    const { width, height } = this.frame?.width > 0 ? this.frame : FRAME;
    const whole = Math.min(1, (width - 1) / placed.width, (height - 1) / placed.height);
    const fitting = Math.max(READABLE, Math.min(1, width / placed.width));
    const zoom = query.zoom === ALL ? whole : Math.min(LARGEST, Math.max(SMALLEST, Number(query.zoom) || fitting));
    const change = factor => setQuery({ zoom: (zoom * factor).toFixed(2) }, { replace: true });
    const acts = { href: pageOf(this.vhost), select: id => setQuery({ sel: id === query.sel ? null : id }, { replace: true }), open: node => { location.hash = pageOf(this.vhost)(node); } };
    return html`<div class="canvas-box"><div class="canvas-scroll" @pointerdown=${drag}>${picture(graph, placed, { zoom, selected: query.sel, acts })}</div>
      <div class="zoom"><button aria-label=${o.zoomOut} title=${o.zoomOut} @click=${() => change(0.8)}>−</button><button title=${o.fitHint} @click=${() => setQuery({ zoom: ALL }, { replace: true })}>${o.fit}</button><button aria-label=${o.zoomIn} title=${o.zoomIn} @click=${() => change(1.25)}>+</button></div></div>`;
  }

  /** The same for those who cannot use the picture. */
  #list(graph) {
    const names = new Map(graph.nodes.map(node => [node.id, node]));
    const name = id => { const node = names.get(id); return node ? html`<span class="muted">${o.kind[node.kind]}</span> <a class="mono" href=${pageOf(this.vhost)(node)}>${titleOf(node)}</a>` : id; };
    const bound = new Set(graph.edges.flatMap(edge => [edge.from, edge.to]));
    return html`<section class="card">${table([o.from, o.line, o.key, o.to, { text: o.rate, number: true }], [
      ...graph.edges.map(edge => [name(edge.from), o.by[edge.kind], html`<code>${edge.keys?.join(', ')}</code>`, name(edge.to), edge.rate === undefined ? '' : rate(edge.rate)]),
      ...graph.nodes.filter(node => !bound.has(node.id)).map(node => ['', html`<span class="muted">${o.none}</span>`, '', name(node.id), ''])], o.none)}</section>`;
  }

  #panel(node, graph) {
    const title = id => graph.nodes.find(each => each.id === id);
    const near = (edges, end) => html`<ul class="plain">${edges.map(edge => html`<li><button class="quiet small mono" @click=${() => setQuery({ sel: edge[end] }, { replace: true })}>${titleOf(title(edge[end]) ?? { name: edge[end] })}</button>
      <span class="muted">${labelOf(edge)}</span></li>`)}</ul>`;
    const incoming = graph.edges.filter(edge => edge.to === node.id);
    const outgoing = graph.edges.filter(edge => edge.from === node.id);
    const flags = [node.durable && o.durable, node.auto_delete && o.autoDelete, node.internal && o.internal, node.exclusive && o.exclusive, node.paused && o.paused, ...node.arguments ?? []].filter(Boolean);
    const queue = node.kind === 'queue' || node.kind === 'group';
    return html`<aside class="card side-panel" aria-label=${nameOf(node)}><h2><span class="muted">${o.kind[node.kind]}</span><button class="quiet small" aria-label=${o.close} @click=${() => setQuery({ sel: null }, { replace: true })}>${icon('close')}</button></h2>
      <p><b class="mono">${nameOf(node)}</b></p>
      ${node.kind === 'missing' ? html`<p class="problem">${figureOf(node)}</p>` : isClient(node) ? facts([[o.user, node.user], [o.connection, node.members ? count(node.members.length) : html`<code>${node.connection}</code>`], [o.rate, rate(graph.edges.filter(edge => edge.from === node.id || edge.to === node.id).reduce((sum, edge) => sum + (edge.rate ?? 0), 0))]])
    : facts([[o.type, node.type], ...queue ? [[o.ready, count(node.messages_ready)], [o.unacked, count(node.messages_unacknowledged)], [o.consumers, count(node.consumers)], [o.in, rate(node.publish_rate)], [o.out, rate(node.deliver_get_rate)]]
    : [[o.in, rate(node.publish_in_rate)], [o.out, rate(node.publish_out_rate)]], [o.features, flags.length > 0 ? flags.map(flag => html`<span class="tag">${flag}</span>`) : '']])}
      <p class="panel-actions">${node.members ? html`<button @click=${() => setQuery({ unfold: [route.value.query.unfold, node.id].filter(Boolean).join('\n'), sel: null })}>${o.unfold}</button>` : html`
        ${node.kind === 'missing' ? nothing : html`<a class="button" href=${pageOf(this.vhost)(node)}>${o.open}</a>`}<button @click=${() => setQuery({ around: node.id, hops: '2' })}>${o.lookAround}</button>
        ${node.kind === 'exchange' ? html`<a class="button" href=${link('explain', [], { in: this.vhost, ex: node.name })}>${o.explain}</a>` : nothing}`}</p>
      ${node.kind === 'group' ? html`<h3>${o.members}</h3><ul class="plain">${node.members.slice(0, SHOWN_MEMBERS).map(name => html`<li><a class="mono" href=${link('queue', [this.vhost, name])}>${name}</a></li>`)}</ul>
        ${node.members.length > SHOWN_MEMBERS ? html`<p class="muted">${o.and(node.members.length - SHOWN_MEMBERS)}</p>` : nothing}` : nothing}
      ${incoming.length > 0 ? html`<h3>${o.incoming}</h3>${near(incoming, 'from')}` : nothing}${outgoing.length > 0 ? html`<h3>${o.outgoing}</h3>${near(outgoing, 'to')}` : nothing}</aside>`;
  }
}
customElements.define('lv-page-topology', Topology);

const pageOf = vhost => node => (node.kind === 'queue' ? link('queue', [vhost, node.name]) : node.kind === 'group' ? link('queues', [], { vh: vhost, q: `/^${node.name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '\\d+')}$/` })
  : isClient(node) ? (node.members ? link('connections', [], { vh: vhost, q: node.members[0] }) : link('connection', [node.connection])) : node.kind === 'missing' ? link('exchanges', [], { vh: vhost }) : link('exchange', [vhost, node.name || 'amq.default']));

/** The paper moves with the pointer. */
function drag(down) {
  if (down.button !== 0 || down.pointerType === 'touch' || down.target.closest('a')) return;
  const paper = down.currentTarget;
  const start = { x: down.clientX + paper.scrollLeft, y: down.clientY + paper.scrollTop };
  const move = event => paper.scrollTo(start.x - event.clientX, start.y - event.clientY);
  const end = () => { paper.removeEventListener('pointermove', move); paper.classList.remove('dragging'); };
  paper.setPointerCapture(down.pointerId);
  paper.classList.add('dragging');
  paper.addEventListener('pointermove', move);
  paper.addEventListener('pointerup', end, { once: true });
  paper.addEventListener('pointercancel', end, { once: true });
}
