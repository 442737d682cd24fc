import { get, path, remove } from './api.js';
import { where } from './binding-rows.js';
import { runAll } from './bulk.js';
import { copy } from './clipboard.js';
import { confirmAction } from './dialog.js';
import { toast } from './toast.js';
import { d } from '../texts/queue.js';
import { b } from '../texts/bindings.js';

const definitionOf = ({ source, vhost, destination, destination_type: type, routing_key: key, arguments: args }) => ({ source, vhost, destination, destination_type: type, routing_key: key, arguments: args });

/** All that lead to a queue, but the one from the default exchange. */
export async function unbindAll(queue) {
  const rows = (await get(`${path('queues', queue.vhost, queue.name)}/bindings`)).filter(each => each.source !== '');
  if (rows.length > 0) return unbind(rows);
  toast(d.noBindings);
  return false;
}

export async function unbind(rows) {
  const one = rows.length === 1;
  const agreed = await confirmAction({
    title: b.removeTitle(rows.length), consequence: one ? b.removeOne(rows[0].source, rows[0].destination, rows[0].routing_key, rows[0].vhost) : b.removeText(rows.length), verb: b.removeTitle(rows.length),
    typed: one ? undefined : String(rows.length), run: () => (one ? remove(where(rows[0])) : Promise.resolve()),
  });
  if (!agreed) return false;
  const done = one ? 1 : (await runAll(b.removeTitle(rows.length), rows, row => `${row.source} → ${row.destination}`, row => remove(where(row)))).done;
  if (done > 0) toast(b.removed(done), { action: { text: b.copyDefinition, run: () => copy(JSON.stringify(one ? definitionOf(rows[0]) : rows.map(definitionOf), null, 2)) } });
  return true;
}
