import { html, nothing } from 'lit';
import { icon } from './part.js';
import { l } from '../texts/tail.js';

const SEVERITIES = { connecting: 'dim', open: 'ok', ended: 'warn', failed: 'bad' };

/** How a stream stands, and its buttons. */
export const streamBar = (events, more = nothing) => html`<div class="list-head stream-bar"><span role="status"><span class="state ${events.paused ? 'warn' : SEVERITIES[events.state]}">${events.paused ? l.states.paused : l.states[events.state]}</span></span>
  <span class="count">${l.shown(events.rows.length)}${events.waiting.length > 0 && events.paused ? ` · ${l.waiting(events.waiting.length)}` : ''}</span>
  ${events.skipped > 0 ? html`<span class="count" title=${l.skippedHint}>· ${l.skipped(events.skipped)}</span>` : nothing}${events.unseen > 0 ? html`<span class="count" title=${l.unseenHint}>· ${l.unseen(events.unseen)}</span>` : nothing}
  <span class="grow"></span><button aria-pressed=${events.paused} @click=${() => events.pause(!events.paused)}>${icon(events.paused ? 'play' : 'pause')}${events.paused ? l.resume : l.pause}</button>
  <button @click=${() => events.clear()}>${icon('close')}${l.clear}</button>${more}</div>
  ${events.reason ? html`<p class=${events.state === 'failed' ? 'problem' : 'warn'} role="alert">${events.reason} <button class="small" @click=${() => events.restart()}>${l.again}</button></p>` : nothing}`;
