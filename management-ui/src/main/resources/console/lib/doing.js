// What changes something: its code comes when it is wanted, since most look only.

export const publishForm = async known => (await import('./publish.js')).publishForm(known);
export const declareQueue = async (like, name) => (await import('./declare.js')).declareQueue(like, name);
export const declareExchange = async (like, name) => (await import('./declare.js')).declareExchange(like, name);
export const declareBinding = async known => (await import('./declare.js')).declareBinding(known);
export const purgeQueues = async queues => (await import('./queue-actions.js')).purgeQueues(queues);
export const deleteQueues = async queues => (await import('./queue-actions.js')).deleteQueues(queues);
export const moveMessages = async queue => (await import('./job-dialog.js')).startJob(queue, 'move', { filter: {} }, { whole: 'all', total: queue.messages_ready });
export const unbindAll = async queue => (await import('./binding-actions.js')).unbindAll(queue);
/** Of one virtual host. */
export const applyPolicy = async queues => (await import('./policy-form.js')).policyForQueues(queues);
export const deleteExchanges = async exchanges => (await import('./exchange-actions.js')).deleteExchanges(exchanges);
export const unbind = async bindings => (await import('./binding-actions.js')).unbind(bindings);
export const closeConnections = async connections => (await import('./connection-actions.js')).closeConnections(connections);
