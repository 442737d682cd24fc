import { html, nothing } from 'lit';
import { exchangeLink } from './binding-rows.js';
import { table } from './detail.js';
import { count, duration } from './format.js';
import { icon } from './part.js';
import { link } from './router.js';
import { r } from '../texts/explain.js';

// How a message finds its way, exchange by exchange, as the server tells it.

const shown = value => (typeof value === 'string' ? value : JSON.stringify(value));
const seconds = millis => duration(millis / 1000);
const mark = matched => html`<span class="verdict ${matched ? 'ok' : 'muted'}">${icon(matched ? 'check' : 'close')}${matched ? r.matches : r.differs}</span>`;
const queueLink = (vhost, name) => html`<a class="mono" href=${link('queue', [vhost, name])}>${name}</a>`;
const target = (vhost, each) => (each.destination_type === 'queue' ? queueLink(vhost, each.destination) : exchangeLink(vhost, each.destination));

/** What each word of a topic's pattern stands for, one above the other. */
const topicWords = words => html`<span class="words" aria-label=${r.words}>${words.map(each => html`<span class=${each.matched ? 'ok' : 'bad'}>
  <code>${each.pattern === '' ? r.rest : each.pattern}</code><small class="mono">${each.words?.length > 0 ? [each.words].flat().join('.') : each.pattern === '#' && each.matched ? r.nothing : r.noWord}</small></span>`)}</span>`;

const headerRows = (mode, headers) => html`<span class="words">${mode ? html`<span class="muted"><code>${r.xMatch(mode)}</code></span>` : nothing}
  ${headers.map(each => html`<span class=${each.counts === false ? 'muted' : each.matched ? 'ok' : 'bad'} title=${each.counts === false ? r.notCounted : nothing}>
    <code>${each.header} = ${each.wanted === undefined ? r.any : shown(each.wanted)}</code><small class="mono">${each.actual === undefined ? r.absent : shown(each.actual)}</small></span>`)}</span>`;

const keyText = key => (key === '' ? html`<span class="muted">${r.emptyKey}</span>` : html`<code>${key}</code>`);

const bindingRow = (vhost, each, many) => [
  mark(each.matched),
  html`${keyText(each.routing_key)}${Object.keys(each.arguments ?? {}).length > 0 && !each.headers ? html` <code class="muted">${JSON.stringify(each.arguments)}</code>` : nothing}`,
  html`${target(vhost, each)}${r.effect[each.effect] ? html` <span class="muted">${r.effect[each.effect]}</span>` : nothing}`,
  html`<span class="why">${each.why}${many && each.key !== undefined ? html` · ${keyText(each.key)}` : nothing}</span>${each.words ? topicWords(each.words) : nothing}${each.headers ? headerRows(each.x_match, each.headers) : nothing}`,
];

function step(vhost, each, index, many) {
  const entry = r.entry[each.entry]?.(exchangeLink(vhost, each.from));
  const alternate = each.alternate_exchange;
  const standard = (each.exchange || 'amq.default') === 'amq.default';
  return html`<section class="card step"><h2><span class="muted">${r.step(index + 1)}</span> ${exchangeLink(vhost, each.exchange)} <span class="chip">${each.type}</span>
      ${each.internal ? html`<span class="tag">${r.internal}</span>` : nothing}</h2>
    <p class="muted">${entry}${each.after_ms > 0 ? html` · ${r.after(seconds(each.after_ms))}` : nothing}${each.certain === false ? html` · ${r.uncertain}` : nothing}
      ${each.fate === 'routed' ? nothing : html`· ${each.fate === 'held' ? r.held(seconds(each.held_ms)) : r.fate[each.fate] ?? each.fate}`} ${standard ? nothing : html`· ${r.counts(each.matched, each.unmatched)}`}</p>
    ${table([r.outcomeHead, r.binding, r.leads, r.why], (each.bindings ?? []).map(one => bindingRow(vhost, one, many)), standard ? r.noQueue : r.noBindings)}
    ${each.bindings_left_out > 0 ? html`<p class="muted">${r.leftOut(count(each.bindings_left_out))}</p>` : nothing}
    ${alternate ? html`<p>${r.alternate} ${exchangeLink(vhost, alternate.name)}: <b>${r.outcome[alternate.outcome] ?? alternate.outcome}</b></p>` : nothing}</section>`;
}

const queueRow = (vhost, each) => [
  html`${queueLink(vhost, each.name)}${each.certain === false ? html` <span class="tag">${r.uncertain}</span>` : nothing}${each.after_ms > 0 ? html` <span class="tag">${r.after(seconds(each.after_ms))}</span>` : nothing}`,
  each.ways, count(each.messages_ready), count(each.consumers),
  html`<span class="why">${each.refused ? html`<span class="state bad">${r.refuses}</span>` : each.full ? html`<span class="state bad">${r.full}</span>` : nothing}
    ${each.paused ? html`<span class="state warn">${r.paused}</span>` : nothing} ${each.then?.length > 0 ? each.then.map(text => html`<span class="sentence">${text}</span>`) : html`<span class="muted">${r.delivered}</span>`}</span>`,
];

/** The whole answer: the verdict, what the queues would do, then every step. */
export function explanation(vhost, answer) {
  const queues = answer.queues ?? [];
  const verdict = answer.publishable === false ? r.refused : answer.routed ? r.routed(queues.length + (answer.queues_left_out ?? 0)) : r.notRouted;
  return html`<div role="status" class="verdict-line ${answer.routed && answer.publishable !== false ? 'ok' : 'bad'}">${icon(answer.routed ? 'check' : 'alert')}<b>${verdict}</b>
      ${answer.refused ? html`<span>${answer.refused}</span>` : nothing}</div>
    ${answer.duplicates_removed > 0 ? html`<p class="muted">${r.duplicates(answer.duplicates_removed)}</p>` : nothing}
    ${answer.keys?.length > 1 ? html`<p class="muted">${r.alsoKeys}: ${answer.keys.map(each => html`<span class="tag"><code>${each.key}</code> ${r.from[each.from] ?? each.from}</span>`)}</p>` : nothing}
    ${queues.length > 0 ? html`<section class="card step"><h2>${r.queues}</h2>${table([r.queue, { text: r.ways, number: true }, { text: r.ready, number: true }, { text: r.consumers, number: true }, r.then],
    queues.map(each => queueRow(vhost, each)), '')}${answer.queues_left_out > 0 ? html`<p class="muted">${r.queuesLeftOut(count(answer.queues_left_out))}</p>` : nothing}</section>` : nothing}
    ${(answer.steps ?? []).map((each, index) => step(vhost, each, index, answer.keys?.length > 1))}
    ${answer.steps_left_out > 0 ? html`<p class="muted">${r.stepsLeftOut(count(answer.steps_left_out))}</p>` : nothing}`;
}

const hop = (vhost, each) => html`<span class="hop">${each.kind === 'alternate' ? html`<span class="tag">${r.alternateHop}</span>`
  : each.routing_key || Object.keys(each.arguments ?? {}).length === 0 ? keyText(each.routing_key) : html`<code>${JSON.stringify(each.arguments)}</code>`}</span> ${target(vhost, each)} `;

/** The other way round: from where a queue can be reached. */
export function ways(vhost, answer) {
  return html`<section class="card"><h2>${r.waysTitle}</h2><p class="muted">${r.waysHint}</p>
      ${table([r.exchange, r.ways, r.example, ''], (answer.ways ?? []).map(each => [html`${exchangeLink(vhost, each.exchange)} <span class="chip">${each.type}</span>`,
    html`<span class="hops">${each.hops.map(one => hop(vhost, one))}</span>`,
    each.example_routing_key === undefined ? html`<span class="muted">${r.exampleNone}</span>` : keyText(each.example_routing_key),
    html`<a class="button small" href=${link('explain', [], { in: vhost, ex: each.exchange || 'amq.default', key: each.example_routing_key })}>${r.tryIt}</a>`]), r.noWays)}
      ${answer.complete === false ? html`<p class="muted">${r.more}</p>` : nothing}</section>
    ${answer.dead_letters_from?.length > 0 ? html`<section class="card"><h2>${r.deadFrom}</h2><ul class="plain">${answer.dead_letters_from.map(each => html`<li>${queueLink(vhost, each.queue)} <span class="muted">${r.through}</span> ${exchangeLink(vhost, each.exchange)}</li>`)}</ul></section>` : nothing}`;
}
