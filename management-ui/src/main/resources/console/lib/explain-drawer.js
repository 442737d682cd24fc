import { html } from 'lit';
import { path, post } from './api.js';
import { openDialog } from './dialog.js';
import { explanation } from './explain-parts.js';
import { link } from './router.js';
import { problem } from './part.js';
import { t } from './texts.js';
import { r } from '../texts/explain.js';

/** Where a message would go, beside what one is doing. @param {{vhost: string, exchange: string, routing_key: string, headers?: object, payload_bytes?: number}} question */
export async function explainDrawer({ vhost, exchange, ...question }) {
  let answer;
  let error;
  const page = link('explain', [], { in: vhost, ex: exchange, key: question.routing_key, headers: question.headers ? JSON.stringify(question.headers) : '' });
  await openDialog(r.title, (close, redraw) => {
    if (answer === undefined && error === undefined) {
      answer = null;
      post(path('explain', vhost, exchange), question).then(found => { answer = found; redraw(); }, cause => { error = cause; redraw(); });
    }
    return html`<div class="body"><p><code>${exchange}</code> · <code>${question.routing_key || r.emptyKey}</code> · <span class="muted">${vhost}</span></p>
        ${error ? problem(error) : answer ? explanation(vhost, answer) : html`<div class="skeleton" role="status" aria-label=${t.loading}><div></div><div></div></div>`}</div>
      <footer><a class="button" href=${page} @click=${() => { close(); document.querySelectorAll('dialog[open]').forEach(each => each.close()); }}>${r.asPage}</a><button autofocus @click=${() => close()}>${t.close}</button></footer>`;
  }, { wide: true });
}
