import { count } from '../lib/format.js';

const messages = number => (number === 1 ? '1 message' : `${count(number)} messages`);
const verbs = { remove: 'Remove', move: 'Move', copy: 'Copy', redrive: 'Redrive', requeue: 'Requeue', dead_letter: 'Dead-letter' };
const done = { remove: 'removed', move: 'moved', copy: 'copied', redrive: 'redriven', requeue: 'requeued', dead_letter: 'dead-lettered' };

export const j = {
  title: 'Jobs', verbs, action: 'What', queue: 'Queue', target: 'To', user: 'Who', state: 'State', progress: 'Progress', done: 'Done', failed: 'Failed', skipped: 'Skipped', gone: 'Gone', notDone: 'Not done', notDoneHint: (failed, skipped, gone) => `${failed} failed, ${skipped} skipped, ${gone} gone`, withDry: 'With dry runs', started: 'Started', finished: 'Finished', took: 'Took',
  matched: 'Matched', searched: 'Looked at', limit: 'At most', rate: 'Messages a second', dry: 'dry run', vhost: 'Virtual host', error: 'Why incomplete', remaining: 'Still to look at', selected: 'Which', filter: 'All that match', messages: 'Chosen ones',
  states: { waiting: 'waiting', running: 'running', finished: 'finished', cancelled: 'cancelled', stopped: 'stopped', failed: 'failed' },
  none: 'No jobs', noneText: 'Jobs remove, move, copy, requeue, dead-letter or redrive the messages of a queue. They are started on the queue’s page, under Messages.', toQueues: 'To the queues', cancel: 'Cancel job', cancelTitle: 'Cancel job', cancelText: 'What it has done stays done.',
  cancelled: 'Job cancelled', toList: 'All jobs', targets: 'Where to', samples: 'The first messages', failures: 'What was not done', reason: 'Reason', message: 'Message', count: 'Messages', others: 'others', whole: 'Whole queue',
  titles: (action, whole, number) => (whole ? `${verbs[action]} ${whole === 'all' ? 'all messages' : 'all that match'}` : `${verbs[action]} ${messages(number)}`),
  to: 'To', kinds: [['queue', 'a queue'], ['exchange', 'an exchange']], targetQueue: 'Queue', targetExchange: 'Exchange', key: 'Routing key (empty: each message keeps its own)', back: 'Back to',
  backs: [['queue', 'the queue where it died last', 'where it died'], ['exchange', 'the exchange it came through then', 'its exchange']], limitHint: 'Empty: no limit', rateHint: 'Empty: as fast as possible', check: 'Check first', checking: 'Checking what would be done…', checkHint: 'Nothing is changed yet: the next step shows what would be done.',
  nothing: 'No message would be touched.', would: { remove: number => `${messages(number)} would be lost.`, move: number => `${messages(number)} would leave the queue for:`, copy: number => `${messages(number)} would be copied to:`, redrive: number => `${messages(number)} would go back to:`, requeue: number => `${messages(number)} would go to the end of:`, dead_letter: number => `${messages(number)} would die, as if a consumer had rejected them, and go to:` },
  wouldSkip: number => `${messages(number)} would be skipped: expired, or not dead letters of another queue.`, wouldFail: number => `${messages(number)} could not be taken anywhere and would stay.`, exchangeHint: 'Which queues an exchange will find is known when the messages come to it. What finds none stays here.',
  instead: 'Instead', asFound: 'as found', notThere: 'is not there', change: 'Send them elsewhere', checkAgain: 'Check again', requeueHint: 'They count as new there: their time to live starts again.', deadHint: 'What would reach no queue stays here.',
  verb: (action, number) => `${verbs[action]} ${messages(number)}`, of: (queue, vhost) => `Queue ${queue} in ${vhost}`, runsOn: 'It runs in the broker, whether this page is open or not.', hide: 'Leave it running', follow: 'Show job',
  didAll: (action, number) => `${messages(number)} ${done[action]}`, left: text => `The job goes on: ${text}`, progressOf: (number, all) => `${count(number)} of ${count(all)}`, removeText: (number, queue, vhost) => `${messages(number)} of ${queue} in ${vhost} will be lost.`,
  running: number => `${count(number)} running`, id: 'Id', stays: 'Messages that a job does not reach stay where they are.', full: 'A target is full. What was not taken is back in its place.',
};
