import { html, nothing } from 'lit';
import { get, path, put, has, readOnly } from '../lib/api.js';
import { Detail, facts, figures, json, table } from '../lib/detail.js';
import { at, bytes, count, percent, rate, time } from '../lib/format.js';
import { samples } from '../lib/live.js';
import { go, link } from '../lib/router.js';
import { explain, icon, stateTag } from '../lib/part.js';
import { health, limit } from '../lib/health.js';
import { ageOf } from '../lib/cells.js';
import { featureMenu } from '../lib/features.js';
import { argument } from '../lib/arguments.js';
import { bindingList, COLUMNS, exchangeLink } from '../lib/binding-rows.js';
import { declareBinding, declareQueue, deleteQueues, moveMessages, publishForm, purgeQueues, unbindAll } from '../lib/doing.js';
import { copy } from '../lib/clipboard.js';
import { toast } from '../lib/toast.js';
import { t } from '../lib/texts.js';
import { q } from '../texts/queues.js';
import { d } from '../texts/queue.js';
import { r } from '../texts/explain.js';
import { consumerState } from './consumers.js';
import '../lib/list.js';

class Queue extends Detail {
  connectedCallback() {
    super.connectedCallback();
    import('../lib/in-force.js').then(({ inForceOf }) => { this.inForce = inForceOf; this.requestUpdate(); });
  }

  get list() { return { page: 'queues', text: q.title }; }

  again(queue) { return declareQueue(queue, queue.name); }

  ask(signal) {
    return get(path('queues', ...this.names), samples(['lengths', 'msg_rates']), { signal });
  }

  get tabs() {
    return [
      { id: 'overview', text: q.tabs.overview, draw: queue => this.#overview(queue) },
      { id: 'messages', text: q.tabs.messages, load: () => import('../lib/queue-messages.js'), draw: queue => html`<lv-queue-messages .queue=${queue}></lv-queue-messages>` },
      { id: 'consumers', text: q.tabs.consumers, draw: queue => this.#consumers(queue) },
      { id: 'bindings', text: q.tabs.bindings, draw: queue => this.#bindings(queue) },
      { id: 'ways', text: r.waysTab, load: () => import('../lib/explain.js'), draw: queue => html`<lv-ways .vhost=${queue.vhost} .queue=${queue.name}></lv-ways>` },
      ...(has('monitoring') ? [{ id: 'tail', text: q.tabs.tail, load: () => import('../lib/tail.js'), draw: queue => html`<lv-tail .where=${path('queues', queue.vhost, queue.name)} .vhost=${queue.vhost}></lv-tail>` }] : []),
      { id: 'settings', text: q.tabs.settings, load: () => import('../lib/code.js'), draw: queue => this.#settings(queue) },
    ];
  }

  heading(queue) {
    return html`<h1 tabindex="-1">${queue.name}</h1><button class="quiet" aria-label=${t.copy} title=${t.copy} @click=${() => copy(queue.name)}>${icon('copy')}</button>
      <span class="muted">${queue.vhost}</span><span class="chip">${queue.type}</span>${stateTag(health(queue))}${featureMenu(queue)}
      ${queue.policy ? html`<a class="chip" href=${link('policies')}>${queue.policy}</a>` : nothing}<span class="grow"></span>
      ${readOnly.value ? nothing : html`<button @click=${() => publishForm({ vhost: queue.vhost, exchange: '', key: queue.name })}>${icon('send')}${q.publish}</button>
        <button class="danger" @click=${async () => { if (await purgeQueues([queue])) this.poll.restart(); }}>${icon('purge')}${q.purge}</button>
        <button title=${queue.state === 'paused' ? d.resumeHint : d.pauseHint} @click=${() => this.#pause(queue)}>${icon(queue.state === 'paused' ? 'play' : 'pause')}${queue.state === 'paused' ? d.resume : d.pause}</button>
        <details class="menu right"><summary class="button">${d.more}</summary><div class="menu-body">
          <button @click=${async () => { if (await moveMessages(queue)) this.poll.restart(); }}>${icon('move')}${d.move}</button>
          <button @click=${() => unbindAll(queue)}>${icon('binding')}${d.unbindAll}</button>
          <button class="danger" @click=${async () => { if (await deleteQueues([queue])) go('queues'); }}>${icon('trash')}${q.remove}</button></div></details>`}`;
  }

  /** A paused queue takes messages, and hands out none. */
  async #pause(queue) {
    const resume = queue.state === 'paused';
    try {
      await put(`${path('queues', queue.vhost, queue.name)}/${resume ? 'resume' : 'pause'}`);
      toast(resume ? d.resumed(queue.name) : d.paused(queue.name));
    } catch (error) {
      toast(explain(error), { bad: true });
    }
    this.poll.restart();
  }

  #overview(queue) {
    const stats = queue.message_stats ?? {};
    return html`<div class="grid">
      ${figures([[q.ready, count(queue.messages_ready)], [q.unacked, count(queue.messages_unacknowledged)], [q.total, count(queue.messages)],
    [q.in, rate(at(stats, 'publish_details.rate') ?? 0)], [q.deliver, rate(at(stats, 'deliver_get_details.rate') ?? 0)], [q.ack, rate(at(stats, 'ack_details.rate') ?? 0)], [q.consumers, count(queue.consumers)]])}
      ${this.charts ? this.#charts(queue) : nothing}
      <section class="card w6"><h2>${d.holds}</h2>${facts([
    [q.bytes, bytes(queue.message_bytes)], [d.inMemory, bytes(queue.message_bytes_ram)], [d.persistent, queue.message_bytes_persistent === undefined ? '' : bytes(queue.message_bytes_persistent)], [q.memory, bytes(queue.memory)],
    [d.oldest, queue.head_message_since ? html`${ageOf(queue)}${queue.head_message_older ? html`<span class="muted">${d.older}</span>` : nothing}` : ''], [d.stamped, queue.head_message_timestamp ? time(queue.head_message_timestamp * 1000) : ''], [q.capacity, queue.consumers > 0 ? percent(queue.consumer_capacity) : ''], [d.idleSince, queue.idle_since ? time(Date.parse(queue.idle_since)) : ''],
    [d.single, queue.single_active_consumer_tag], [d.owner, queue.owner_pid_details?.name]])}</section>
      <section class="card w6"><h2>${d.policy}</h2>${this.inForce ? this.inForce(queue) : nothing}</section>
      <section class="card w6"><h2>${d.incoming}</h2>${table([d.exchange, { text: q.in, number: true }], (queue.incoming ?? []).map(each => [exchangeLink(queue.vhost, each.exchange?.name), rate(at(each, 'stats.publish_details.rate'))]), d.noIncoming)}</section>
      <section class="card w6"><h2>${d.outgoing}</h2>${table([d.channel, { text: q.deliver, number: true }], (queue.deliveries ?? []).map(each => [
    html`<a class="mono" href=${link('channel', [each.channel_details?.name ?? ''])}>${each.channel_details?.name}</a>`, rate(at(each, 'stats.deliver_get_details.rate'))]), d.noOutgoing)}</section></div>`;
  }

  #charts(queue) {
    const { levels, rates } = this.charts;
    const depth = (id, key, label) => ({ id, label, points: levels(queue[`${key}_details`]?.samples) });
    const flow = (id, key, label) => ({ id, label, points: rates(at(queue, `message_stats.${key}_details.samples`)) });
    return html`<section class="card w6"><lv-chart label=${d.depth} stacked .limit=${limit(queue) ? { label: d.limit, value: limit(queue) } : undefined} .series=${[depth('ready', 'messages_ready', q.ready), depth('unacked', 'messages_unacknowledged', q.unacked)]}></lv-chart></section>
      <section class="card w6"><lv-chart label=${d.flow} .format=${rate} .off=${['redeliver', 'get']} .series=${[flow('publish', 'publish', d.publish), flow('deliver', 'deliver', d.deliver),
      flow('ack', 'ack', d.ack), flow('redeliver', 'redeliver', d.redeliver), flow('get', 'get', d.get)]}></lv-chart></section>`;
  }

  #consumers(queue) {
    return html`<section class="card">${table([d.tag, d.channel, d.ackMode, { text: d.prefetch, number: true }, d.active], (queue.consumer_details ?? []).map(each => [html`<code>${each.consumer_tag}</code>`,
      html`<a class="mono" href=${link('channel', [each.channel_details?.name ?? ''])}>${each.channel_details?.name}</a>`, each.ack_required ? d.manual : d.automatic,
      each.prefetch_count === 0 ? '∞' : count(each.prefetch_count), consumerState(each)]), d.noConsumers)}</section>`;
  }

  #bindings(queue) {
    this.bindingDefinition ??= bindingList({
      id: 'queue-bindings', columns: [COLUMNS.source, COLUMNS.key, COLUMNS.arguments], path: () => `${path('queues', queue.vhost, queue.name)}/bindings`,
      create: { text: d.bind, run: () => declareBinding({ vhost: queue.vhost, destination: queue.name, kind: 'q' }) },
    });
    return html`<lv-list .definition=${this.bindingDefinition}></lv-list>`;
  }

  #settings(queue) {
    return html`<div class="grid"><section class="card w6"><h2>${d.arguments}</h2>${table([d.key, d.value, ''], Object.entries(queue.arguments ?? {}).map(([key, value]) => [
      html`<code>${key}</code>`, html`<code>${JSON.stringify(value)}</code>`, html`<span class="muted">${argument(key)?.help ?? ''}</span>`]), d.noArguments)}</section>
      <section class="card w6"><h2>${d.copyAs}</h2><lv-code .queue=${queue}></lv-code></section>
      ${readOnly.value ? nothing : html`<section class="card"><p class="row-buttons left"><button @click=${() => declareQueue(queue)}>${icon('copy')}${d.another}</button>
        <button class="danger" @click=${async () => { if (await deleteQueues([queue])) go('queues'); }}>${icon('trash')}${q.deleteTitle(1)}</button></p></section>`}
      <section class="card"><h2>${d.raw}</h2><details><summary>${t.details}</summary>${json(queue)}</details></section></div>`;
  }
}
customElements.define('lv-page-queue', Queue);
