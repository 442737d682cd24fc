import { html, nothing } from 'lit';
import { at, bytes, count, duration, percent } from './format.js';
import { meter } from './sparkline.js';
import { o } from '../texts/overview.js';

// What the overview says of the node, and how much of the processors it used between two answers.

/** Shares of the time between two answers of the API: of all processors, and of waiting for the collector of garbage. */
export class Usage {
  cpu = null;

  pause = null;

  see(node) {
    const { jvm, uptime, processors } = node ?? {};
    if (!jvm || (this.last && this.last.uptime === uptime)) return;
    const passed = this.last ? uptime - this.last.uptime : 0;
    if (passed > 0) {
      this.cpu = Math.min(1, (jvm.cpu_time - this.last.cpu) / passed / processors);
      this.pause = (jvm.gc_time - this.last.gc) / passed;
    } else {
      this.cpu = null;
      this.pause = null;
    }
    this.last = { uptime, cpu: jvm.cpu_time, gc: jvm.gc_time };
  }
}

/** @param {Usage} usage */
export function nodeCard(node, data, usage) {
  return html`<section class="card w6"><h2>${o.node} <a class="mono" href="#/node">${node.name}</a></h2><dl class="facts">
    <dt>${o.memory}</dt><dd>${meter(node.mem_used, node.mem_limit, o.memory, { bad: node.mem_alarm })}<span>${o.alarmAt(bytes(node.mem_used), bytes(node.mem_limit))}${at(node, 'jvm.resident') === undefined ? nothing : html` <span class="muted one-line">${o.resident(bytes(node.jvm.resident))}</span>`}</span></dd>
    <dt>${o.disk}</dt><dd>${meter(node.disk_free_limit, node.disk_free, o.diskUse, { bad: node.disk_free_alarm })}<span>${o.limit(bytes(node.disk_free), bytes(node.disk_free_limit))}</span></dd>
    <dt>${o.files}</dt><dd>${meter(node.fd_used, node.fd_total, o.files)}<span>${o.of(count(node.fd_used), count(node.fd_total))}</span></dd>
    <dt>${o.cpu}</dt><dd>${meter(usage.cpu ?? 0, 1, o.cpu)}<span>${percent(usage.cpu)} <span class="muted">${o.processors(node.processors)}</span></span></dd>
    ${at(node, 'jvm.gc_time') === undefined ? nothing : html`<dt>${o.pause}</dt><dd><span>${usage.pause === null ? '–' : o.pauseOf((usage.pause * 1000).toFixed(usage.pause < 0.01 ? 1 : 0))}</span></dd>`}
    <dt>${o.uptime}</dt><dd>${duration(node.uptime / 1000)}</dd>
    <dt>${o.version}</dt><dd>Leveret ${data.leveret_version ?? ''} <span class="muted">${o.speaks(data.rabbitmq_version)}</span></dd>
    <dt>${o.listeners}</dt><dd>${(data.listeners ?? []).map(each => html`<span class="tag">${each.protocol} ${each.port}${each.tls ? ' TLS' : ''}</span>`)}</dd></dl></section>`;
}
