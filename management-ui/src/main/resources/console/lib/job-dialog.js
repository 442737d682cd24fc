import { html, nothing } from 'lit';
import { path, post, remove } from './api.js';
import { openDialog } from './dialog.js';
import { field } from './forms.js';
import { explain } from './part.js';
import { failuresTable, follow, isOver, jobFigures, jobProgress, jobReached, jobState, targetsTable } from './job.js';
import { RedriveTargets } from './redrive-targets.js';
import { go } from './router.js';
import { toast } from './toast.js';
import { t } from './texts.js';
import { j } from '../texts/jobs.js';

/** In which a job runs: what is asked, the broker's dry run, what that would do, and the job itself. */
class Steps {
  constructor(queue, action, selection, { whole, total }, close, redraw) {
    Object.assign(this, { queue, action, selection, whole, total, close, redraw });
    this.step = 'form';
    this.model = { kind: 'queue', queue: '', exchange: '', key: '', to: 'queue', limit: '', rate: '' };
    this.typed = '';
    this.error = null;
    this.ended = new AbortController();
  }

  get #target() {
    const { model, action } = this;
    if (!['move', 'copy', 'redrive'].includes(action)) return undefined;
    if (action === 'redrive') return { to: model.to, ...this.targets?.chosen };
    return model.kind === 'queue' ? { queue: model.queue } : { exchange: model.exchange, routing_key: model.key || undefined };
  }

  #show(step) {
    this.step = step;
    this.redraw();
    // What destroys is never what Enter would press by itself.
    document.querySelector('dialog[open] .safe')?.focus();
  }

  async #run(dry) {
    const { model } = this;
    // What has come since the dry run is not what was agreed to.
    const limit = !dry && this.selection.filter ? this.plan.matched : model.limit ? Number(model.limit) : undefined;
    const body = { action: this.action, ...this.selection, target: this.#target, dry_run: dry, limit, rate: !dry && model.rate ? Number(model.rate) : undefined };
    this.error = null;
    this.job = null;
    this.#show(dry ? 'checking' : 'running');
    try {
      this.started = await post(`${path('queues', this.queue.vhost, this.queue.name)}/jobs`, body);
      const job = await follow(this.started.id, each => { this.job = each; this.redraw(); }, this.ended.signal);
      if (dry && job.state !== 'finished') { this.error = job.error ? new Error(job.error) : null; this.#show('form'); return; }
      if (dry) this.#planned(job);
      this.#show(dry ? 'review' : 'over');
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.error = error;
      this.#show('form');
    }
  }

  /** Where dead letters go may be changed, and is looked at again then. */
  #planned(job) {
    this.plan = job;
    if (this.action !== 'redrive') return;
    this.targets ??= new RedriveTargets(job, () => this.redraw());
    this.targets.accept();
  }

  /** The dialog is gone: what was only looked at ends, what is being done goes on. */
  leave() {
    this.ended.abort();
    if (this.step === 'checking' && this.started) remove(path('jobs', this.started.id)).catch(() => { });
  }

  submit(event) {
    event.preventDefault();
    if (this.step === 'form' || (this.step === 'review' && this.targets?.isChanged)) this.#run(true);
    else if (this.step === 'review' && this.typed === this.wanted) this.#run(false);
  }

  /** Many messages that will be gone are to be typed; '' when nothing is. */
  get wanted() { return this.action === 'remove' && this.plan?.matched > 1 ? String(this.plan.matched) : ''; }

  draw() {
    return html`<form @submit=${event => this.submit(event)}><div class="body"><p class="muted">${j.of(this.queue.name, this.queue.vhost)}</p>${this[`${this.step}Body`]()}
      ${this.error ? html`<p class="problem" role="alert">${this.error.kind && this.error.kind !== 'missing' ? explain(this.error) : this.error.message}</p>` : nothing}</div>
      <footer>${this[`${this.step}Buttons`]()}</footer></form>`;
  }

  formBody() {
    const { model, action } = this;
    const redraw = () => this.redraw();
    const limits = html`${this.selection.messages ? nothing : field(j.limit, model, 'limit', { type: 'number', help: j.limitHint })}${field(j.rate, model, 'rate', { type: 'number', help: j.rateHint })}`;
    return html`<p>${j.titles(action, this.whole, this.total)}. <span class="muted">${j.checkHint}</span></p>
      ${action === 'redrive' ? field(j.back, model, 'to', { options: j.backs.map(([id, text]) => [id, text]), redraw: () => { this.targets = undefined; redraw(); } }) : nothing}
      ${action === 'move' || action === 'copy' ? html`${field(j.to, model, 'kind', { options: j.kinds, redraw })}
        ${model.kind === 'queue' ? field(j.targetQueue, model, 'queue', { required: true, autofocus: true }) : html`${field(j.targetExchange, model, 'exchange', { required: true })}${field(j.key, model, 'key')}`}` : nothing}${limits}`;
  }

  formButtons() { return html`<button type="button" class="safe" @click=${() => this.close(false)}>${t.cancel}</button><button class="primary">${j.check}</button>`; }

  checkingBody() { return html`<p role="status">${j.checking}</p>${this.job ? html`${jobProgress(this.job)}<p>${jobReached(this.job)}</p>` : nothing}`; }

  checkingButtons() { return html`<button type="button" class="safe" @click=${() => this.close(false)}>${t.cancel}</button>`; }

  reviewBody() {
    const { plan, action } = this;
    const number = plan.done;
    if (number === 0) return html`<p>${j.nothing}</p>${this.targets?.draw() ?? nothing}${this.#leftOut(plan)}`;
    return html`<p><strong>${action === 'remove' ? j.removeText(number, this.queue.name, this.queue.vhost) : j.would[action](number)}</strong></p>
      ${action === 'remove' ? nothing : targetsTable(plan)}${action === 'requeue' ? html`<p class="muted">${j.requeueHint}</p>` : nothing}${action === 'dead_letter' ? html`<p class="muted">${j.deadHint}</p>` : nothing}
      ${this.targets ? html`<details ?open=${this.targets.missing.length > 0}><summary>${j.change}</summary>${this.targets.draw()}</details>` : nothing}${plan.targets?.some(each => each.exchange !== undefined) ? html`<p class="muted">${j.exchangeHint}</p>` : nothing}
      ${this.#leftOut(plan)}
      ${this.wanted ? html`<label class="field"><span>${t.typeToConfirm(html`<code>${this.wanted}</code>`)}</span><input name="typed" autocomplete="off" inputmode="numeric" @input=${event => { this.typed = event.target.value; this.redraw(); }}></label>` : nothing}`;
  }

  #leftOut(plan) {
    return html`${plan.skipped > 0 ? html`<p>${j.wouldSkip(plan.skipped)}</p>` : nothing}${plan.failed > 0 ? html`<p class="problem">${j.wouldFail(plan.failed)}</p>` : nothing}
      ${plan.failures?.length > 0 ? html`<details><summary>${t.details}</summary>${failuresTable(plan)}</details>` : nothing}`;
  }

  reviewButtons() {
    const cancel = html`<button type="button" class="safe" @click=${() => this.close(false)}>${t.cancel}</button>`;
    if (this.targets?.isChanged) return html`${cancel}<button class="primary">${j.checkAgain}</button>`;
    if (this.plan.done === 0) return cancel;
    return html`${cancel}<button class=${this.action === 'copy' ? 'primary' : 'danger'} ?disabled=${this.typed !== this.wanted}>${j.verb(this.action, this.plan.done)}</button>`;
  }

  runningBody() { return html`${this.job ? html`${jobProgress(this.job)}<p role="status">${jobState(this.job)} ${jobReached(this.job)}</p>${jobFigures(this.job)}` : nothing}<p class="muted">${j.runsOn}</p>`; }

  runningButtons() {
    return html`<button type="button" @click=${() => { if (this.started) remove(path('jobs', this.started.id)).catch(error => { this.error = error; this.redraw(); }); }}>${j.cancel}</button>
      <button type="button" class="safe" @click=${() => this.close(true)}>${j.hide}</button>`;
  }

  overBody() {
    const { job } = this;
    return html`<p role="status">${jobState(job)} <strong>${j.didAll(job.action, job.done)}</strong></p>${jobFigures(job)}
      ${job.state === 'stopped' ? html`<p class="warn">${j.full}</p>` : nothing}${job.error ? html`<p class="problem">${job.error}</p>` : nothing}
      ${job.targets?.length > 0 ? targetsTable(job) : nothing}${job.failures?.length > 0 ? html`<h3>${j.failures}</h3>${failuresTable(job)}` : nothing}`;
  }

  overButtons() { return html`<button type="button" class="safe" @click=${() => this.close(true)}>${t.close}</button>`; }
}

/**
 * Asks where to, has the broker look what would be done, shows that, and only then does it.
 *
 * @param {{vhost: string, name: string}} queue
 * @param {'remove'|'move'|'copy'|'redrive'|'requeue'|'dead_letter'} action
 * @param {{messages: string[]}|{filter: object}} selection
 * @param {{whole?: 'all'|'filtered', total: number}} about what is said of it
 * @returns {Promise<boolean>} whether something was begun
 */
export async function startJob(queue, action, selection, about) {
  let steps;
  const begun = await openDialog(j.titles(action, about.whole, about.total), (close, redraw) => {
    steps ??= new Steps(queue, action, selection, about, close, redraw);
    return steps.draw();
  });
  steps.leave();
  if (steps.step !== 'running') return begun === true || steps.step === 'over';
  const { started } = steps;
  if (started && !(steps.job && isOver(steps.job))) toast(j.left(j.titles(action, about.whole, about.total)), { action: { text: j.follow, run: () => go('jobs', [started.id]) } });
  return true;
}
