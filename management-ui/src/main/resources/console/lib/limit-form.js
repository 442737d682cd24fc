import { html } from 'lit';
import { path, put, remove } from './api.js';
import { field, openForm } from './forms.js';
import { refresh } from './live.js';
import { toast } from './toast.js';
import { a } from '../texts/admin.js';

/** Which limits there are, by the kind of what has them. */
export const LIMITS = {
  'vhost-limits': ['max-connections', 'max-queues'],
  'user-limits': ['max-connections', 'max-channels'],
};

/** All limits of one; what is left empty is none. @param {'vhost-limits'|'user-limits'} kind */
export async function editLimits(kind, who, known = {}) {
  const names = LIMITS[kind];
  const model = Object.fromEntries(names.map(name => [name, known[name] === undefined ? '' : String(known[name])]));
  const done = await openForm({
    title: a.limitsOf(who), verb: a.save,
    fields: redraw => html`${names.map(name => field(a.limitNames[name], model, name, { type: 'number', placeholder: a.noLimit, redraw }))}<p class="muted">${a.limitHint}</p>`,
    run: async () => {
      for (const name of names) {
        const text = model[name].trim();
        if (text !== '') await put(path(kind, who, name), { value: Number(text) });
        else if (known[name] !== undefined) await remove(path(kind, who, name));
      }
    },
  });
  if (done) { toast(a.saved); refresh(); }
  return done;
}
