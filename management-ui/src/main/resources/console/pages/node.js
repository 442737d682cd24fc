import { html, nothing } from 'lit';
import { get, path, has } from '../lib/api.js';
import { bytes, count, duration, rate } from '../lib/format.js';
import { icon } from '../lib/part.js';
import { toast } from '../lib/toast.js';
import { facts } from '../lib/detail.js';
import { card, SimplePage, table } from '../lib/simple-list.js';
import { a } from '../texts/admin.js';

const optional = promise => promise.catch(error => { if (error.name === 'AbortError' || error.kind === 'network') throw error; return null; });

class Node extends SimplePage {
  name = a.node;

  changes = false;

  async ask(signal) {
    const [nodes, overview] = await Promise.all([get('nodes', {}, { signal }), get('overview', {}, { signal })]);
    const [memory, configuration] = await Promise.all([optional(get(`${path('nodes', nodes[0].name)}/memory`, {}, { signal })), has('administrator') ? optional(get('config/effective', {}, { signal })) : null]);
    return { node: nodes[0], overview, memory: memory?.memory, configuration };
  }

  buttons({ node }) { return html`<button @click=${() => this.#bundle(node.name)}>${icon('download')}${a.bundle}</button>`; }

  async #bundle(name) {
    const [{ diagnostics }, { download }] = await Promise.all([import('../lib/diagnostics.js'), import('../lib/list-export.js')]);
    download(`leveret-diagnostics-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`, 'application/json', JSON.stringify(await diagnostics(name), null, 2));
    toast(a.bundled);
  }

  #jvm(node) {
    const { jvm = {} } = node;
    return html`<section class="card w6"><h2>${a.jvm}</h2>${facts([[a.runtime, jvm.version], [a.heap, jvm.heap_max ? html`<meter min="0" max=${jvm.heap_max} high=${jvm.heap_max * 0.9} .value=${jvm.heap_used ?? 0} aria-label=${a.heap}></meter>${a.of(bytes(jvm.heap_used), bytes(jvm.heap_max))}` : ''], [a.direct, bytes(jvm.direct_used)], [a.resident, bytes(jvm.resident)],
    [a.threads, count(node.proc_used)], [a.collections, html`${count(node.gc_num)}, ${a.took(duration((jvm.gc_time ?? 0) / 1000))}`], [a.cpu, duration((jvm.cpu_time ?? 0) / 1000)]])}</section>
      <section class="card w6"><h2>${a.journal}</h2>${facts([[a.data, html`<code>${node.db_dir}</code>`], [a.syncs, html`${count(node.io_sync_count)}, ${rate(node.io_sync_count_details?.rate)}/s`], [a.syncTime, node.io_sync_avg_time === undefined ? '' : `${node.io_sync_avg_time.toFixed(2)} ms`], [a.written, html`${bytes(node.io_write_bytes)}, ${bytes(node.io_write_bytes_details?.rate)}/s`], [a.reads, count(node.io_read_count)]])}</section>
      <section class="card w6"><h2>${a.features}</h2>${facts([[a.exchangeTypes, (node.exchange_types ?? []).map(each => html`<span class="tag" title=${each.description}>${each.name}</span>`)], [a.mechanisms, (node.auth_mechanisms ?? []).map(each => html`<span class="tag" title=${each.description}>${each.name}</span>`)], [a.plugins, (node.enabled_plugins ?? []).map(each => html`<span class="tag">${each}</span>`)]])}</section>`;
  }

  draw({ node, overview, memory, configuration }) {
    const parts = Object.entries(memory ?? {}).filter(([, value]) => typeof value === 'number' && value > 0).sort(([, x], [, y]) => y - x);
    const settings = Array.isArray(configuration) ? configuration : Object.entries(configuration ?? {}).map(([key, value]) => (value && typeof value === 'object' ? { key, ...value } : { key, value }));
    return html`<div class="grid">
      <section class="card w6"><h2 class="mono">${node.name}</h2>${facts([[a.uptime, duration(node.uptime / 1000)], [a.processors, count(node.processors)], [a.pid, node.os_pid], [a.runtime, overview.erlang_full_version],
    [a.files, a.of(count(node.fd_used), count(node.fd_total))], [a.sockets, count(node.sockets_used)]])}</section>
      <section class="card w6"><h2>${a.memory}, ${a.disk}</h2>${facts([
    [a.memory, html`<meter min="0" max=${node.mem_limit || 1} high=${node.mem_limit * 0.8} .value=${node.mem_used ?? 0}></meter>${bytes(node.mem_used)} <span class="muted">${a.alarm(bytes(node.mem_limit))}</span>`],
    [a.disk, html`${bytes(node.disk_free)} ${a.free} <span class="muted">${a.below(bytes(node.disk_free_limit))}</span>`]])}</section>
      ${this.#jvm(node)}<section class="card w6"><h2>${a.listeners}</h2>${table([a.protocol, a.address, { text: a.port, number: true }, a.tls], (overview.listeners ?? []).map(each => [each.protocol, html`<code>${each.ip_address}</code>`, each.port, each.tls ? a.yes : a.no]), '–')}</section>
      <section class="card w6"><h2>${a.breakdown}</h2>${table([a.name, { text: a.value, number: true }], parts.map(([name, value]) => [name, bytes(value)]), '–')}</section></div>
      ${settings.length > 0 ? card(a.configuration, table([a.key, a.value, a.origin], settings.map(each => [html`<code>${each.key ?? each.name}</code>`, html`<code>${typeof each.value === 'object' ? JSON.stringify(each.value) : String(each.value)}</code>`, each.origin ?? each.source ?? '']), '–')) : nothing}`;
  }
}
customElements.define('lv-page-node', Node);
