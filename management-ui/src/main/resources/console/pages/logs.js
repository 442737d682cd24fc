import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { StreamPart } from '../lib/stream-part.js';
import { get, getText } from '../lib/api.js';
import { route, setQuery } from '../lib/router.js';
import { EventStream } from '../lib/event-stream.js';
import { streamBar } from '../lib/stream-bar.js';
import { streamChoice, streamField } from '../lib/stream-filter.js';
import { download } from '../lib/list-export.js';
import { empty, explain, icon } from '../lib/part.js';
import { time } from '../lib/format.js';
import { linked } from '../lib/log-links.js';
import { LogJump } from '../lib/log-jump.js';
import { toast } from '../lib/toast.js';
import { l } from '../texts/tail.js';

const MOST = 1000;
const BEFORE = 500;
const RATE = 200;
const SEVERITIES = { error: 'bad', warn: 'warn', info: 'info' };

const shortName = logger => logger.slice(logger.lastIndexOf('.') + 1);

const line = (each, target) => html`<li class="log-line ${target ? 'target' : ''}"><time>${time(each.at)}</time><span class="level ${SEVERITIES[each.level] ?? 'dim'}">${each.level}</span><span class="logger" title=${`${each.logger} · ${each.thread}`}>${shortName(each.logger)}</span>
  <span class="said">${linked(each.message)}${each.details ? html`<details><summary>${l.details}</summary><pre>${each.details}</pre></details>` : nothing}</span></li>`;

/** What the broker says of itself, as it says it. */
class Logs extends StreamPart {
  static properties = { kept: { state: true } };

  events = new EventStream(this, () => ({ where: 'tail/log', query: { ...this.asked(), rate: RATE } }), { limit: MOST, onOpen: (_data, signal) => this.#before(signal) });

  jump = new LogJump(this, () => this.asked());

  asked() {
    const { level, logger, text } = route.value.query;
    return { level, logger, text };
  }

  /** The last lines from before the stream began; those that are in both are shown once. */
  async #before(signal) {
    const { kept, lines } = await get('log', { ...this.asked(), limit: BEFORE }, { signal });
    this.kept = kept;
    return lines.reverse();
  }

  async #download() {
    try {
      download('leveret.log', 'text/plain', await getText('log/download', this.asked()));
    } catch (error) {
      toast(explain(error), { bad: true });
    }
  }

  render() {
    const { jump } = this;
    const rows = jump.isOn ? jump.rows : this.events.rows;
    const isOpen = jump.isOn ? jump.ended : this.events.state === 'open';
    const wrap = route.value.query.wrap !== '0';
    return html`<div class="page-head"><h1 tabindex="-1">${l.logs}</h1><span class="grow"></span><button @click=${() => this.#download()}>${icon('download')}${l.download}</button></div>
      <form class="filters" role="search" aria-label=${l.logFilter} @submit=${event => event.preventDefault()}>${streamChoice(l.level, 'level', l.levels, '')}${streamField(l.logger, 'logger', l.contains)}${streamField(l.said, 'text', l.contains)}${jump.field()}</form>
      ${jump.error ? html`<p class="problem" role="alert">${explain(jump.error)}</p>` : nothing}${jump.isOn ? jump.bar() : streamBar(this.events, html`<label class="check"><input type="checkbox" .checked=${wrap} @change=${event => setQuery({ wrap: event.target.checked ? null : '0' }, { replace: true })}> ${l.wrap}</label>`)}
      ${this.kept === false ? html`<p class="muted">${l.notKept}</p>` : nothing}
      ${rows.length === 0 ? (isOpen ? empty(l.noLines, l.noLinesText) : nothing) : html`<ol class="log ${wrap ? 'wrap' : ''} ${this.events.state === 'failed' ? 'stale' : ''}" tabindex="0" aria-label=${l.logs}>${repeat(rows, each => each.number, each => line(each, jump.isOn && jump.isTarget(each)))}</ol>`}`;
  }
}
customElements.define('lv-page-logs', Logs);
