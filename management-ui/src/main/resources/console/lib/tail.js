import { html, nothing } from 'lit';
import { StreamPart } from './stream-part.js';
import { route } from './router.js';
import { EventStream } from './event-stream.js';
import { streamBar } from './stream-bar.js';
import { streamChoice, streamField } from './stream-filter.js';
import { preview, sizeColumn } from './message-columns.js';
import { exchangeLink } from './binding-rows.js';
import { rowTable } from './row-table.js';
import { empty } from './part.js';
import { clock } from './format.js';
import { l } from '../texts/tail.js';
import { m } from '../texts/messages.js';
import './message.js';

const MOST = 1000;
const RATES = ['10', '50', '200', '1000'];
const USUAL = '50';

/** Copies of what passes through a queue or an exchange. */
class Tail extends StreamPart {
  static properties = { where: { attribute: false }, vhost: { attribute: false }, open: { state: true } };

  events = new EventStream(this, () => ({ where: `tail/${this.where}`, query: this.asked() }), { limit: MOST });

  asked() {
    const { tkey, theader, ttext, trate } = route.value.query;
    return { key: tkey, header: theader, text: ttext, rate: RATES.includes(trate) ? trate : USUAL };
  }

  render() {
    const { rows } = this.events;
    const columns = [
      { id: 'key', title: m.key, cell: row => html`<button class="row-open" aria-expanded=${row === this.open} @click=${() => { this.open = row === this.open ? undefined : row; }}>${row.routing_key || html`<span class="dim">${m.noKey}</span>`}</button>` },
      { id: 'at', title: l.at, cell: row => clock(row.at) }, { id: 'exchange', title: m.exchange, cell: row => exchangeLink(this.vhost, row.exchange) }, sizeColumn, { id: 'payload', title: m.payload, cell: preview },
    ];
    return html`<form class="filters" role="search" aria-label=${l.filter} @submit=${event => event.preventDefault()}>${streamField(l.key, 'tkey', 'order.#')}${streamField(l.header, 'theader', l.headerHint)}${streamField(l.text, 'ttext')}
        ${streamChoice(l.rate, 'trate', RATES.map(each => [each, l.perSecond(Number(each))]), USUAL)}</form>
      ${streamBar(this.events)}
      ${rows.length === 0 ? (this.events.state === 'open' ? empty(l.none, l.noneText) : nothing) : html`<div class="split ${this.open ? 'open' : ''}"><div class="split-list">${rowTable(columns, rows, { key: row => row.serial, label: l.tail, current: this.open?.serial, stale: this.events.state === 'failed' })}</div>
        ${this.open ? html`<lv-message .message=${this.open} .vhost=${this.vhost} @close-message=${() => { this.open = undefined; }}></lv-message>` : nothing}</div>`}`;
  }
}
customElements.define('lv-tail', Tail);
