import { html, nothing } from 'lit';
import { get, path, mayChange } from '../lib/api.js';
import { link, route, setQuery } from '../lib/router.js';
import { SimplePage } from '../lib/simple-list.js';
import { refresh } from '../lib/live.js';
import { cancelJob, isOver, jobProgress, jobQueue, jobState, jobTarget, jobView } from '../lib/job.js';
import { rowTable } from '../lib/row-table.js';
import { countCell } from '../lib/cells.js';
import { empty, icon } from '../lib/part.js';
import { ago, count, time } from '../lib/format.js';
import { j } from '../texts/jobs.js';

const cancelButton = job => (isOver(job) || !mayChange() ? nothing : html`<button class="danger small" @click=${async () => { if (await cancelJob(job)) refresh(); }}>${icon('close')}${j.cancel}</button>`);

const COLUMNS = [
  { id: 'action', title: j.action, cell: job => html`<a href=${link('jobs', [job.id])}>${j.verbs[job.action]}</a>` },
  { id: 'queue', title: j.queue, cell: jobQueue },
  { id: 'target', title: j.target, cell: jobTarget },
  { id: 'state', title: j.state, cell: jobState },
  { id: 'progress', title: j.progress, cell: job => html`<span class="copy-row">${jobProgress(job)}${cancelButton(job)}</span>` },
  { id: 'matched', title: j.matched, numeric: true, cell: job => countCell(job.matched) },
  { id: 'done', title: j.done, numeric: true, cell: job => countCell(job.done) },
  { id: 'not', title: j.notDone, numeric: true, cell: job => html`<span title=${j.notDoneHint(count(job.failed), count(job.skipped), count(job.gone))}>${countCell(job.failed + job.skipped + job.gone)}</span>` },
  { id: 'user', title: j.user, cell: job => job.user },
  { id: 'started', title: j.started, cell: job => html`<span title=${time(job.started_at ?? job.created_at)}>${ago(job.started_at ?? job.created_at)}</span>` },
];

const withDry = () => route.value.query.dry === '1';

/** What was asked of the broker to do with messages: all of it, or one. */
class Jobs extends SimplePage {
  constructor() {
    super();
    this.name = j.title;
    [this.job] = route.value.names;
  }

  async ask(signal) {
    if (this.job) return get(path('jobs', this.job), undefined, { signal });
    const answer = await get('jobs', undefined, { signal });
    return Array.isArray(answer) ? answer : answer.items;
  }

  buttons(data) {
    return this.job ? html`${cancelButton(data)}<a class="button" href=${link('jobs')}>${j.toList}</a>`
      : html`<label class="check"><input type="checkbox" .checked=${withDry()} @change=${event => { setQuery({ dry: event.target.checked ? '1' : null }, { replace: true }); this.requestUpdate(); }}> ${j.withDry}</label>`;
  }

  draw(data) {
    if (this.job) return jobView(data);
    if (!data.some(job => withDry() || !job.dry_run)) return empty(j.none, j.noneText, html`<a class="button" href=${link('queues')}>${j.toQueues}</a>`);
    const jobs = data.filter(job => withDry() || !job.dry_run).sort((x, y) => y.created_at - x.created_at);
    return rowTable(COLUMNS, jobs, { key: job => job.id, label: j.title });
  }
}
customElements.define('lv-page-jobs', Jobs);
