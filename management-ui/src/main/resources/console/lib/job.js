import { html, nothing } from 'lit';
import { get, path, remove } from './api.js';
import { link } from './router.js';
import { exchangeLink } from './binding-rows.js';
import { facts, table } from './detail.js';
import { confirmAction } from './dialog.js';
import { count, duration, rate, time } from './format.js';
import { toast } from './toast.js';
import { j } from '../texts/jobs.js';

// A job of the broker: how it stands, what it did, and how it is ended.

const SEVERITIES = { waiting: 'dim', running: 'info', finished: 'ok', cancelled: 'dim', stopped: 'warn', failed: 'bad' };
const EVERY = 500;

export const isOver = job => job.finished_at !== undefined;

/** Asks until it is over. @returns {Promise<any>} the job */
export async function follow(id, tell, signal) {
  for (;;) {
    const job = await get(path('jobs', id), undefined, { signal });
    tell(job);
    if (isOver(job)) return job;
    await new Promise(resolve => setTimeout(resolve, EVERY));
    signal?.throwIfAborted();
  }
}

export async function cancelJob(job) {
  const agreed = await confirmAction({ title: j.cancelTitle, consequence: j.cancelText, verb: j.cancelTitle, run: () => remove(path('jobs', job.id)) });
  if (agreed) toast(j.cancelled);
  return agreed;
}

export const jobState = job => html`<span class="state ${SEVERITIES[job.state] ?? 'dim'}">${j.states[job.state] ?? job.state}</span>${job.dry_run ? html` <span class="tag">${j.dry}</span>` : nothing}`;

const queueLink = (vhost, name) => html`<a class="mono" href=${link('queue', [vhost, name])}>${name}</a>`;

export const jobQueue = job => queueLink(job.vhost, job.queue);

/** Where one goes, or many do. */
export function targetOf(target, vhost) {
  if (target.others) return j.others;
  if (target.queue !== undefined) return queueLink(vhost, target.queue);
  return html`${exchangeLink(vhost, target.exchange)}${target.routing_key === undefined ? nothing : html` <code>${target.routing_key}</code>`}`;
}

export function jobTarget(job) {
  if (job.target?.to) return j.backs.find(([id]) => id === job.target.to)?.[2] ?? job.target.to;
  return job.target?.queue !== undefined || job.target?.exchange !== undefined ? targetOf(job.target, job.vhost) : '';
}

/** What is done counts before the slice in which it was found is told of. */
const reached = job => (job.state === 'finished' ? job.total : Math.max(job.searched, job.done));

export const jobProgress = job => html`<progress max=${Math.max(1, job.total)} value=${job.total === 0 && isOver(job) ? 1 : reached(job)} aria-label=${j.progress}></progress>`;

export const jobReached = job => j.progressOf(reached(job), job.total);

export const jobFigures = job => html`<div class="figures">${[[j.matched, job.matched], [j.done, job.done], [j.failed, job.failed], [j.skipped, job.skipped], [j.gone, job.gone]]
  .map(([name, value]) => html`<div class="figure"><b>${count(value)}</b><span>${name}</span></div>`)}</div>`;

export const targetsTable = job => table([j.to, { text: j.count, number: true }], (job.targets ?? []).map(each => [targetOf(each, job.vhost), count(each.count)]), '–');

export const failuresTable = job => table([j.message, j.reason], (job.failures ?? []).map(each => [html`<code>${each.id}</code>`, html`<span class="value">${each.reason}</span>`]), '–');

/** Message by message, for the first ones. */
export const samplesTable = job => table([j.message, j.to], job.samples.map(each => [html`<code>${each.id}</code>`, targetOf(each, job.vhost)]), '–');

/** All of it, on its own page. */
export const jobView = job => html`<div class="grid">
  <section class="card">${jobProgress(job)}<p role="status">${jobState(job)} ${jobReached(job)}</p>${jobFigures(job)}${job.error ? html`<p class="problem">${job.error}</p>` : nothing}</section>
  <section class="card w6"><h2>${j.verbs[job.action]}</h2>${facts([[j.queue, jobQueue(job)], [j.vhost, job.vhost], [j.target, jobTarget(job)], [j.selected, job.selected === 'filter' ? j.filter : j.messages], [j.user, job.user], [j.limit, job.limit === undefined || job.limit === null ? '' : count(job.limit)],
    [j.rate, job.rate === undefined || job.rate === null ? '' : rate(job.rate)], [j.started, job.started_at ? time(job.started_at) : ''], [j.took, isOver(job) && job.started_at ? duration((job.finished_at - job.started_at) / 1000) : '']])}</section>
  ${job.targets?.length > 0 ? html`<section class="card w6"><h2>${j.targets}</h2>${targetsTable(job)}</section>` : nothing}
  ${job.samples?.length > 0 && job.action !== 'remove' ? html`<section class="card w6"><h2>${j.samples}</h2>${samplesTable(job)}</section>` : nothing}
  ${job.failures?.length > 0 ? html`<section class="card"><h2>${j.failures}</h2>${failuresTable(job)}</section>` : nothing}</div>`;
