import { LitElement, html, svg } from 'lit';
import { t } from './texts.js';

// What everything that is drawn is made of: elements, values that they watch, icons, and the states in which there is nothing to show.

/** All elements share one style sheet, so they draw into the page itself. */
export class Part extends LitElement {
  createRenderRoot() { return this; }
}

/** A value that others watch. */
export class Signal extends EventTarget {
  #value;

  constructor(value) { super(); this.#value = value; }

  get value() { return this.#value; }

  set value(value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.dispatchEvent(new Event('change'));
  }

  /** @returns {() => void} ends it */
  watch(listener) {
    const call = () => listener(this.#value);
    this.addEventListener('change', call);
    return () => this.removeEventListener('change', call);
  }
}

/** Lit's reactive controller: draws its host anew when a signal changes. */
export class Watch {
  constructor(host, ...signals) {
    this.host = host;
    this.signals = signals;
    host.addController(this);
  }

  hostConnected() { this.ends = this.signals.map(signal => signal.watch(() => this.host.requestUpdate())); }

  hostDisconnected() { this.ends.forEach(end => end()); }
}

/** Decoration beside a text; the shapes come with the page, so that they are there when the broker is not. */
export const icon = name => html`<svg class="icon" aria-hidden="true" width="16" height="16">${svg`<use href=${`#${name}`}></use>`}</svg>`;

/** The server's reason as a sentence. */
export function explain(error) {
  if (!error?.kind) return t.errors.unexpected(error?.message ?? String(error));
  const told = t.errors[error.kind];
  return typeof told === 'function' ? told(error.reason, error.asked) : told;
}

/** Every page has one headline of the first level, also when it has nothing else. */
const headline = (text, page) => (page ? html`<h1 tabindex="-1">${text}</h1>` : html`<h2>${text}</h2>`);

/** Where a page or a part of it would be. */
export function problem(error, { back, page = false } = {}) {
  return html`<div class="empty" role="alert">${icon('alert')}${headline(t.errors.titles[error.kind] ?? t.errors.titles.server, page)}
    <p>${explain(error)}</p>
    <details><summary>${t.details}</summary><code>${error.status ? `${error.status} ` : ''}${error.reason ?? error.message}</code></details>
    ${back ? html`<p><a class="button" href=${back.href}>${back.text}</a></p>` : ''}</div>`;
}

/** An honest nothing, with the next step. */
export const empty = (title, text, action = '', { page = false } = {}) => html`<div class="empty">${icon('empty')}${headline(title, page)}<p>${text}</p>${action}</div>`;

/** A state in a word; its colour only says the same once more. */
export const stateTag = state => html`<span class="state ${state.severity}" title=${state.why}>${state.word}</span>`;
