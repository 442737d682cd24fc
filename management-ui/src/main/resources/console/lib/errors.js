import { html } from 'lit';
import { icon } from './icons.js';
import { t } from './texts.js';

/** The server's reason as a sentence. */
export function explain(error) {
  if (!error?.kind) return t.errors.unexpected(error?.message ?? String(error));
  const told = t.errors[error.kind];
  return typeof told === 'function' ? told(error.reason) : told;
}

/** Where a page or a part of it would be. */
export function problem(error, { back } = {}) {
  return html`<div class="empty" role="alert">${icon('alert')}<h2>${t.errors.titles[error.kind] ?? t.errors.titles.server}</h2>
    <p>${explain(error)}</p>
    <details><summary>${t.details}</summary><code>${error.status ? `${error.status} ` : ''}${error.reason ?? error.message}</code></details>
    ${back ? html`<p><a class="button" href=${back.href}>${back.text}</a></p>` : ''}</div>`;
}

/** An honest nothing, with the next step. */
export const empty = (title, text, action = '') => html`<div class="empty">${icon('empty')}<h2>${title}</h2><p>${text}</p>${action}</div>`;
