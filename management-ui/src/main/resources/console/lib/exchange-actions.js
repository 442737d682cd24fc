import { get, path, remove } from './api.js';
import { runAll } from './bulk.js';
import { copy } from './clipboard.js';
import { confirmAction } from './dialog.js';
import { toast } from './toast.js';
import { x } from '../texts/exchanges.js';

const where = exchange => path('exchanges', exchange.vhost, exchange.name);

/** What would make it again. */
const definitionOf = ({ name, vhost, type, durable, auto_delete: autoDelete, internal, arguments: args }) => ({ name, vhost, type, durable, auto_delete: autoDelete, internal, arguments: args });

/** How many bindings lead away from it, and to it. */
async function bindings(exchange) {
  const [from, to] = await Promise.all(['source', 'destination'].map(end => get(`${where(exchange)}/bindings/${end}`, { page: 1, page_size: 1, columns: 'source' })));
  return { from: from.total_count, to: to.total_count };
}

export async function deleteExchanges(exchanges) {
  const one = exchanges.length === 1;
  const known = one ? await bindings(exchanges[0]).catch(() => undefined) : undefined;
  const unused = known && known.from + known.to === 0;
  let query = {};
  const agreed = await confirmAction({
    title: x.deleteTitle(exchanges.length), consequence: x.deleteText(one ? exchanges[0].name : x.some(exchanges.length), one ? exchanges[0].vhost : undefined, known), verb: x.deleteTitle(exchanges.length),
    typed: one ? (unused ? undefined : exchanges[0].name) : String(exchanges.length),
    options: [{ name: 'if-unused', label: x.ifUnused, on: true, hint: known?.from > 0 ? x.isUsed : undefined }],
    run: async chosen => {
      query = { 'if-unused': chosen['if-unused'] ? 'true' : undefined };
      if (one) await remove(where(exchanges[0]), query);
    },
  });
  if (!agreed) return false;
  const done = one ? 1 : (await runAll(x.deleteTitle(exchanges.length), exchanges, each => each.name, each => remove(where(each), query))).done;
  if (done > 0) toast(x.deleted(done), { action: { text: x.copyDefinition, run: () => copy(JSON.stringify(one ? definitionOf(exchanges[0]) : exchanges.map(definitionOf), null, 2)) } });
  return true;
}
