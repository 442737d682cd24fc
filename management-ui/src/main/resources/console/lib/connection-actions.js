import { html, nothing } from 'lit';
import { remove } from './api.js';
import { runAll } from './bulk.js';
import { openDialog } from './dialog.js';
import { toast } from './toast.js';
import { t } from './texts.js';
import { c } from '../texts/clients.js';

const REASON = 'Closed via management plugin';

/** The client is told why. Of many, their number has to be typed. */
export async function closeConnections(connections) {
  const one = connections.length === 1;
  const title = c.closeTitle(connections.length);
  const wanted = one ? '' : String(connections.length);
  const channels = connections.reduce((all, each) => all + (each.channels ?? 0), 0);
  const model = { reason: REASON, typed: '' };
  const agreed = await openDialog(title, (close, redraw) => html`
    <form @submit=${event => { event.preventDefault(); if (model.typed === wanted) close(true); }}>
      <div class="body"><p>${c.closeText(one ? connections[0].user_provided_name || connections[0].name : c.some(connections.length), channels)}</p>
        <label class="field"><span>${c.reason}</span><input name="reason" .value=${model.reason} @input=${event => { model.reason = event.target.value; }}></label>
        ${one ? nothing : html`<label class="field"><span>${t.typeToConfirm(html`<code>${wanted}</code>`)}</span><input name="typed" autocomplete="off" inputmode="numeric" @input=${event => { model.typed = event.target.value; redraw(); }}></label>`}</div>
      <footer><button type="button" autofocus @click=${() => close(false)}>${t.cancel}</button><button class="danger" ?disabled=${model.typed !== wanted}>${title}</button></footer></form>`);
  if (!agreed) return false;
  const result = await runAll(title, connections, each => each.user_provided_name || each.name, each => remove(`connections/${encodeURIComponent(each.name)}`, {}, { headers: { 'X-Reason': model.reason || REASON } }));
  if (result.done > 0) toast(c.closed(result.done));
  return true;
}
