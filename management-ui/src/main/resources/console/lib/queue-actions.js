import { path, remove } from './api.js';
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

export async function purgeQueues(queues) {
  const messages = sum(queues, 'messages_ready');
  const run = () => (queues.length === 1 ? remove(`${where(queues[0])}/contents`) : Promise.resolve());
  const agreed = await confirmAction({
    title: q.purgeTitle(queues.length), consequence: q.purgeText(named(queues), count(messages)), verb: q.purgeTitle(queues.length),
    typed: queues.length > 1 ? String(queues.length) : undefined, run,
  });
  if (!agreed) return false;
  if (queues.length > 1) await runAll(q.purgeTitle(queues.length), queues, queue => queue.name, queue => remove(`${where(queue)}/contents`));
  toast(q.purged(queues.length, count(messages)));
  return true;
}

export async function deleteQueues(queues) {
  const messages = sum(queues, 'messages');
  const consumers = sum(queues, 'consumers');
  const one = queues.length === 1;
  const used = messages > 0 || consumers > 0;
  let query = {};
  const agreed = await confirmAction({
    title: q.deleteTitle(queues.length), consequence: q.deleteText(named(queues), count(messages), count(consumers)), verb: q.deleteTitle(queues.length),
    typed: one ? (used ? queues[0].name : undefined) : String(queues.length),
    options: [{ name: 'if-empty', label: q.ifEmpty, on: !used }, { name: 'if-unused', label: q.ifUnused, on: !used }],
    run: async chosen => {
      query = { 'if-empty': chosen['if-empty'] ? 'true' : undefined, 'if-unused': chosen['if-unused'] ? 'true' : undefined };
      if (one) await remove(where(queues[0]), query);
    },
  });
  if (!agreed) return false;
  if (!one) await runAll(q.deleteTitle(queues.length), queues, queue => queue.name, queue => remove(where(queue), query));
  toast(q.deleted(queues.length), one ? { action: { text: q.copyDefinition, run: () => copy(JSON.stringify(definitionOf(queues[0]), null, 2)) } } : {});
  return true;
}

