import { html, nothing } from 'lit';
import { get, path, has } from '../lib/api.js';
import { bytes, count, duration } from '../lib/format.js';
import { facts } from '../lib/detail.js';
import { card, SimplePage, table } from '../lib/simple-list.js';
import { a } from '../texts/admin.js';

const optional = promise => promise.catch(error => { if (error.name === 'AbortError' || error.kind === 'network') throw error; return null; });

class Node extends SimplePage {
  name = a.node;

  async ask(signal) {
    const [nodes, overview] = await Promise.all([get('nodes', {}, { signal }), get('overview', {}, { signal })]);
    const [memory, configuration] = await Promise.all([optional(get(`${path('nodes', nodes[0].name)}/memory`, {}, { signal })), has('administrator') ? optional(get('config/effective', {}, { signal })) : null]);
    return { node: nodes[0], overview, memory: memory?.memory, configuration };
  }

  draw({ node, overview, memory, configuration }) {
    const parts = Object.entries(memory ?? {}).filter(([, value]) => typeof value === 'number' && value > 0).sort(([, x], [, y]) => y - x);
    const settings = Array.isArray(configuration) ? configuration : Object.entries(configuration ?? {}).map(([key, value]) => (value && typeof value === 'object' ? { key, ...value } : { key, value }));
    return html`<div class="grid">
      <section class="card w6"><h2 class="mono">${node.name}</h2>${facts([[a.uptime, duration(node.uptime / 1000)], [a.processors, count(node.processors)], [a.pid, node.os_pid], [a.runtime, overview.erlang_full_version], [a.data, html`<code>${node.db_dir}</code>`],
    [a.files, a.of(count(node.fd_used), count(node.fd_total))], [a.sockets, count(node.sockets_used)]])}</section>
      <section class="card w6"><h2>${a.memory}, ${a.disk}</h2>${facts([
    [a.memory, html`<meter min="0" max=${node.mem_limit || 1} high=${node.mem_limit * 0.8} .value=${node.mem_used ?? 0}></meter>${bytes(node.mem_used)} <span class="muted">${a.alarm(bytes(node.mem_limit))}</span>`],
    [a.disk, html`${bytes(node.disk_free)} ${a.free} <span class="muted">${a.below(bytes(node.disk_free_limit))}</span>`]])}</section>
      <section class="card w6"><h2>${a.listeners}</h2>${table([a.protocol, a.address, { text: a.port, number: true }, a.tls], (overview.listeners ?? []).map(each => [each.protocol, html`<code>${each.ip_address}</code>`, each.port, each.tls ? a.yes : a.no]), '–')}</section>
      <section class="card w6"><h2>${a.breakdown}</h2>${table([a.name, { text: a.value, number: true }], parts.map(([name, value]) => [name, bytes(value)]), '–')}</section></div>
      ${settings.length > 0 ? card(a.configuration, table([a.key, a.value, a.origin], settings.map(each => [html`<code>${each.key ?? each.name}</code>`, html`<code>${typeof each.value === 'object' ? JSON.stringify(each.value) : String(each.value)}</code>`, each.origin ?? each.source ?? '']), '–')) : nothing}`;
  }
}
customElements.define('lv-page-node', Node);
