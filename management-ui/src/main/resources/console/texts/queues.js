import { count } from '../lib/format.js';

/** "A", "A and B", "A, B and C" */
const listed = all => (all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all[0]);

const some = (number, what) => (number === 0 ? '' : `${count(number)} ${what}${number === 1 ? '' : 's'}`);

export const q = {
  title: 'Queues', create: 'New queue',
  name: 'Name', vhost: 'Virtual host', health: 'Health', type: 'Type', features: 'Features', policy: 'Policy', ready: 'Ready', unacked: 'Unacked', total: 'Total',
  in: 'In/s', deliver: 'Deliver/s', ack: 'Ack/s', consumers: 'Consumers', capacity: 'Capacity', redelivered: 'Redelivered/s', bytes: 'Bytes', memory: 'Memory',
  state: 'State', trend: 'Trend', age: 'Oldest message',
  help: {
    capacity: 'Share of the time in which consumers could take a message at once', deliver: 'Deliveries and gets', trend: 'Messages over the last minute', age: 'How long the next message has been here; longer than since the broker’s start, if it was here before',
  },
  trendLabel: name => `Messages of ${name} over the last minute`,
  purge: 'Purge', remove: 'Delete', publish: 'Publish',
  purgeTitle: n => (n === 1 ? 'Purge queue' : `Purge ${n} queues`),
  purgeText: (names, messages) => `All messages that are ready in ${names} will be lost: ${messages} at this moment. Unacknowledged ones stay.`,
  purged: (n, messages) => (messages === undefined ? `${n} queues purged` : `${some(messages, 'message') || 'No messages'} purged`),
  deleteTitle: n => (n === 1 ? 'Delete queue' : `Delete ${n} queues`),
  deleteText: (names, vhost, lost) => `${names}${vhost === undefined ? '' : ` in ${vhost}`} will be gone${lost.length > 0 ? `: ${listed(lost)} will be lost.` : vhost === undefined ? '. They are empty, and nobody uses them.' : '. It is empty, and nobody uses it.'}`,
  lost: { messages: n => some(n, 'message'), consumers: n => some(n, 'consumer'), bindings: n => some(n, 'binding') },
  deleted: n => (n === 1 ? 'Queue deleted' : `${n} queues deleted`),
  ifEmpty: 'Only if empty', ifUnused: 'Only if it has no consumers',
  notEmpty: 'It is not empty: as long as this is ticked, it stays.', inUse: 'It has consumers: as long as this is ticked, it stays.',
  copyDefinition: 'Copy definition', copyDefinitions: 'Copy definitions',
  some: n => `${n} queues`,
  chips: { needs_attention: 'Needs attention', no_consumers: 'No consumers', growing: 'Growing', backlog: 'Has backlog', idle: 'Idle', dead_letter_targets: 'Dead-letter targets', exclusive: 'Exclusive' },
  chipHelp: {
    needs_attention: 'Paused, without consumers, at their limit, with high unacked, stalled or growing', no_consumers: 'Ready messages, and nobody takes them', growing: 'More messages than a minute ago, and more come than go',
    backlog: 'Ready messages', idle: 'No messages, and nothing has come or gone lately', dead_letter_targets: 'Get what dies in other queues', exclusive: 'Of one connection',
  },
  applyPolicy: 'Apply policy',
  tabs: { overview: 'Overview', messages: 'Messages', consumers: 'Consumers', bindings: 'Bindings', tail: 'Tail', settings: 'Settings' },
};
