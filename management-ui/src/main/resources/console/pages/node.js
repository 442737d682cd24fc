import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { get, path, has } from '../lib/api.js';
import { at, bytes, count, duration, percent, time } from '../lib/format.js';
import { facts } from '../lib/detail.js';
import { expiry } from '../lib/health.js';
import { icon } from '../lib/part.js';
import { Usage } from '../lib/overview-node.js';
import { route, setQuery } from '../lib/router.js';
import { meter } from '../lib/sparkline.js';
import { card, SimplePage, table } from '../lib/simple-list.js';
import { toast } from '../lib/toast.js';
import { n } from '../texts/node.js';

const optional = promise => promise.catch(error => { if (error.name === 'AbortError' || error.kind === 'network') throw error; return null; });
const millis = value => (value === undefined ? '' : n.millis(value < 10 ? value.toFixed(1) : count(value)));

class Node extends SimplePage {
  name = n.title;

  changes = false;

  usage = new Usage();

  async ask(signal) {
    const [nodes, overview] = await Promise.all([get('nodes', {}, { signal }), get('overview', {}, { signal })]);
    const [memory, configuration] = await Promise.all([optional(get(`${path('nodes', nodes[0].name)}/memory`, {}, { signal })), has('administrator') ? optional(get('config/effective', {}, { signal })) : null]);
    this.usage.see(nodes[0]);
    return { node: nodes[0], overview, memory: memory?.memory, configuration };
  }

  buttons({ node }) { return html`<button @click=${() => this.#bundle(node.name)}>${icon('download')}${n.bundle}</button>`; }

  async #bundle(name) {
    const [{ diagnostics }, { download }] = await Promise.all([import('../lib/diagnostics.js'), import('../lib/list-export.js')]);
    download(`leveret-diagnostics-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`, 'application/json', JSON.stringify(await diagnostics(name), null, 2));
    toast(n.bundled);
  }

  draw({ node, overview, memory, configuration }) {
    return html`<div class="grid">${this.#facts(node, overview)}${this.#limits(node)}${this.#jvm(node)}${this.#storage(node)}${this.#listeners(overview)}${this.#memory(memory)}${this.#offers(node)}</div>
      ${configuration ? this.#configuration(configuration) : nothing}`;
  }

  #facts(node, overview) {
    return html`<section class="card w6"><h2 class="mono">${node.name}</h2>${facts([[n.version, `Leveret ${node.leveret_version ?? ''}`], [n.speaks, n.rabbit(node.rabbitmq_version)], [n.uptime, duration(node.uptime / 1000)],
      [n.processors, count(node.processors)], [n.pid, node.os_pid], [n.runtime, overview.erlang_full_version], [n.data, html`<code>${node.db_dir}</code>`]])}</section>`;
  }

  #limits(node) {
    const state = (bad, text) => html`<span class=${bad ? 'bad' : ''}>${bad ? icon('alert') : ''} ${text}</span>`;
    return html`<section class="card w6"><h2>${n.limits}</h2>${facts([
      [n.memory, html`${meter(node.mem_used, node.mem_limit, n.memory, { bad: node.mem_alarm })}${state(node.mem_alarm, n.alarmAt(bytes(node.mem_used), bytes(node.mem_limit)))}`],
      [n.disk, html`${meter(node.disk_free_limit, node.disk_free, n.diskUse, { bad: node.disk_free_alarm })}${state(node.disk_free_alarm, n.alarmBelow(bytes(node.disk_free), bytes(node.disk_free_limit)))}`],
      [n.files, html`${meter(node.fd_used, node.fd_total, n.files)}<span>${n.of(count(node.fd_used), count(node.fd_total))}</span>`],
      [n.sockets, html`${meter(node.sockets_used, node.sockets_total, n.sockets)}<span>${n.of(count(node.sockets_used), count(node.sockets_total))}</span>`],
      [n.cpu, html`${meter(this.usage.cpu ?? 0, 1, n.cpu)}<span>${percent(this.usage.cpu)}</span>`]])}</section>`;
  }

  #jvm(node) {
    const { jvm } = node;
    if (!jvm) return nothing;
    return html`<section class="card w6"><h2>${n.jvm}</h2>${facts([
      [n.heap, html`${meter(jvm.heap_used, jvm.heap_max, n.heap)}<span>${n.of(bytes(jvm.heap_used), bytes(jvm.heap_max))}</span>`], [n.direct, bytes(jvm.direct_used)], [n.resident, jvm.resident === undefined ? '' : bytes(jvm.resident)],
      [n.collections, n.collected(count(node.gc_num), duration(jvm.gc_time / 1000))], [n.pauses, this.usage.pause === null ? '–' : n.perSecond((this.usage.pause * 1000).toFixed(1))], [n.threads, n.of(count(node.proc_used), count(node.proc_total))]])}</section>`;
  }

  #storage(node) {
    const { storage } = node;
    if (!storage) return html`<section class="card w6"><h2>${n.storage}</h2><p class="muted">${n.noStorage}</p></section>`;
    return html`<section class="card w6"><h2>${n.storage}</h2>${facts([
      [n.sync, storage.sync], [n.syncTimes, storage.sync_longest > 0 ? n.times(millis(storage.sync_median), millis(storage.sync_p99), millis(storage.sync_longest)) : html`<span class="muted">${n.idle}</span>`], [n.syncs, n.each(count(at(node, 'io_sync_count_details.rate')))],
      [n.written, n.each(bytes(at(node, 'io_write_bytes_details.rate')))], [n.waiting, html`<span class=${storage.busy ? 'bad' : ''}>${bytes(storage.waiting_bytes)}${storage.busy ? n.publishersWait : ''}</span>`],
      [n.journal, html`${meter(storage.live_bytes, storage.disk_bytes, n.needed)}<span>${n.neededOf(bytes(storage.live_bytes), bytes(storage.disk_bytes))}</span>`], [n.segments, n.spare(count(storage.segments), count(storage.spare_segments))], [n.scratch, bytes(storage.scratch_bytes)],
      [n.checkpoint, storage.checkpoint_at ? n.checkpointAt(time(storage.checkpoint_at), millis(storage.checkpoint_time), bytes(storage.checkpoint_bytes)) : n.none], [n.cold, count(node.io_read_count)],
      [n.damaged, storage.damaged_messages > 0 ? html`<span class="bad">${icon('alert')} ${count(storage.damaged_messages)}</span>` : n.none]])}</section>`;
  }

  #listeners(overview) {
    return html`<section class="card w6"><h2>${n.listeners}</h2>${table([n.protocol, n.address, { text: n.port, number: true }, n.tls], (overview.listeners ?? []).map(each => [each.protocol, html`<code>${each.ip_address}</code>`, each.port,
      each.tls ? (each.tls_expires ? html`<span class=${expiry(each.tls_expires) ?? ''} title=${n.until(time(each.tls_expires))}>${n.until(time(each.tls_expires).slice(0, 10))}</span>` : n.yes) : html`<span class="dim">${n.no}</span>`]), '–')}</section>`;
  }

  #memory(memory) {
    const parts = Object.entries(memory ?? {}).filter(([, value]) => typeof value === 'number' && value > 0).sort(([, x], [, y]) => y - x);
    const most = parts[0]?.[1];
    return html`<section class="card w6"><h2>${n.breakdown}</h2>${table([n.what, '', { text: n.size, number: true }], parts.map(([name, value]) => [n.uses[name] ?? name, meter(value, most, n.uses[name] ?? name, { plain: true }), bytes(value)]), '–')}</section>`;
  }

  #offers(node) {
    return html`<section class="card"><h2>${n.offers}</h2>${facts([[n.exchangeTypes, (node.exchange_types ?? []).map(each => html`<span class="tag" title=${each.description}>${each.name}</span>`)],
      [n.mechanisms, (node.auth_mechanisms ?? []).map(each => html`<span class="tag" title=${each.description}>${each.name}</span>`)], [n.plugins, (node.enabled_plugins ?? []).map(each => html`<span class="tag">${each}</span>`)]])}</section>`;
  }

  #configuration(all) {
    const { q = '', own } = route.value.query;
    const shown = all.filter(each => each.key.toLowerCase().includes(q.toLowerCase()) && (own !== '1' || each.source !== 'default'));
    const filter = html`<div class="list-head"><input class="filter" type="search" aria-label=${n.filter} placeholder=${n.filter} .value=${live(q)} @input=${event => { setQuery({ q: event.target.value }, { replace: true }); this.requestUpdate(); }}>
      <label class="check"><input type="checkbox" .checked=${live(own === '1')} @change=${event => { setQuery({ own: event.target.checked ? '1' : null }); this.requestUpdate(); }}> ${n.changed}</label></div>`;
    return card(n.configuration, html`${filter}${table([n.key, n.value, n.origin, n.otherwise], shown.map(each => [html`<code>${each.key}</code>`,
      each.secret ? html`<span class="muted">${icon('lock')} ${each.source === 'default' ? n.unset : n.secret}</span>` : html`<code>${each.value}</code>`, each.source === 'default' ? html`<span class="dim">${each.origin}</span>` : html`<b>${each.origin}</b>`,
      each.source === 'default' || each.default === undefined ? '' : html`<code class="muted">${each.default}</code>`]), n.noneMatch)}`);
  }
}
customElements.define('lv-page-node', Node);
