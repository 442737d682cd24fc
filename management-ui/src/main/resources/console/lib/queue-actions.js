import { get, path, remove } from './api.js';
import { copy } from './clipboard.js';
import { confirmAction } from './dialog.js';
import { count } from './format.js';
import { runAll } from './bulk.js';
import { toast } from './toast.js';
import { q } from '../texts/queues.js';

const where = queue => path('queues', queue.vhost, queue.name);
const named = queues => (queues.length === 1 ? queues[0].name : q.some(queues.length));
const sum = (queues, field) => queues.reduce((all, queue) => all + (queue[field] ?? 0), 0);

/** What would make it again. */
export function definitionOf(queue) {
  return { durable: queue.durable, auto_delete: queue.auto_delete, arguments: queue.arguments };
}

const whole = queue => ({ name: queue.name, vhost: queue.vhost, ...definitionOf(queue) });

export async function purgeQueues(queues) {
  const one = queues.length === 1;
  const messages = sum(queues, 'messages_ready');
  const agreed = await confirmAction({
    title: q.purgeTitle(queues.length), consequence: q.purgeText(named(queues), count(messages)), verb: q.purgeTitle(queues.length),
    typed: one ? undefined : String(queues.length), run: () => (one ? remove(`${where(queues[0])}/contents`) : Promise.resolve()),
  });
  if (!agreed) return false;
  const done = one ? 1 : (await runAll(q.purgeTitle(queues.length), queues, queue => queue.name, queue => remove(`${where(queue)}/contents`))).done;
  if (done > 0) toast(q.purged(done, one ? messages : undefined));
  return true;
}

/** As it is at this moment: rows of a list may be some seconds old, and do not know of bindings. */
async function looked(queue) {
  const [now, bindings] = await Promise.all([get(where(queue), { columns: 'messages,consumers' }), get(`${where(queue)}/bindings`, { columns: 'source' })]);
  return { ...queue, ...now, bindings: bindings.filter(each => each.source !== '').length };
}

export async function deleteQueues(queues) {
  const one = queues.length === 1;
  const known = one ? [await looked(queues[0]).catch(() => queues[0])] : queues;
  const [messages, consumers] = [sum(known, 'messages'), sum(known, 'consumers')];
  const used = messages > 0 || consumers > 0;
  const lost = [q.lost.messages(messages), q.lost.consumers(consumers), one ? q.lost.bindings(known[0].bindings ?? 0) : undefined].filter(Boolean);
  let query = {};
  const agreed = await confirmAction({
    title: q.deleteTitle(queues.length), consequence: q.deleteText(named(queues), one ? queues[0].vhost : undefined, lost), verb: q.deleteTitle(queues.length),
    typed: one ? (used ? queues[0].name : undefined) : String(queues.length),
    options: [{ name: 'if-empty', label: q.ifEmpty, on: true, hint: messages > 0 ? q.notEmpty : undefined }, { name: 'if-unused', label: q.ifUnused, on: true, hint: consumers > 0 ? q.inUse : undefined }],
    run: async chosen => {
      query = { 'if-empty': chosen['if-empty'] ? 'true' : undefined, 'if-unused': chosen['if-unused'] ? 'true' : undefined };
      if (one) await remove(where(queues[0]), query);
    },
  });
  if (!agreed) return false;
  const done = one ? 1 : (await runAll(q.deleteTitle(queues.length), queues, queue => queue.name, queue => remove(where(queue), query))).done;
  if (done > 0) toast(q.deleted(done), { action: { text: one ? q.copyDefinition : q.copyDefinitions, run: () => copy(JSON.stringify(one ? whole(queues[0]) : queues.map(whole), null, 2)) } });
  return true;
}
