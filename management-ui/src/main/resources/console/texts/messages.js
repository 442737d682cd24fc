import { count } from '../lib/format.js';

const n = (number, one, many) => (number === 1 ? `1 ${one}` : `${count(number)} ${many}`);
const messages = number => n(number, 'message', 'messages');

export const m = {
  views: { ready: 'Ready', unacked: 'Unacked', delayed: 'Delayed' }, view: 'Which messages',
  filter: {
    text: 'Text in the body', key: 'Routing key', header: 'Header', property: 'Property', exchange: 'Exchange', dead: 'Dead letters', redelivered: 'Redelivered',
    pattern: 'text or /regex/', name: 'name[=text]', any: 'any', yes: 'only', no: 'none', exact: 'its name', clear: 'Clear filter', title: 'Filter messages',
  },
  key: 'Routing key', position: 'Place', age: 'Age', exchange: 'Exchange', size: 'Size', type: 'Content type', priority: 'Priority', deliveries: 'Deliveries', payload: 'Body', dead: 'Dead letter', expires: 'Expires',
  header: name => `Header ${name}`, headerColumns: 'Headers', noKey: '(no key)', standard: '(default)',
  searched: (passed, total, complete) => (complete ? `searched all ${count(total)}` : `searched ${count(passed)} of ${count(total)}`),
  shownOf: (shown, total) => `${count(shown)} of ${messages(total)}`, found: number => `${messages(number)} shown`, goOn: 'Continue', stop: 'Stop', searching: 'Searching…', again: 'Look again',
  none: 'No message is ready', noneText: 'What arrives from now on is shown when you look again.', noMatch: 'No match', noMatchText: 'No message of this queue matches.',
  noneYet: 'No match yet', noneYetText: (passed, total) => `None of the first ${count(passed)} of ${count(total)} messages matches.`,
  notChanged: 'Looking changes nothing: messages keep their places, and are not marked as redelivered.',
  message: 'Message', close: 'Close the message', notShown: 'The chosen message is not among those that are shown: it may be gone, or stand further behind.',
  properties: 'Properties', headers: 'Headers', deaths: 'How it died', body: 'Body', value: 'Value', name: 'Name', kind: 'Type', noHeaders: 'No headers.', ofDeaths: number => `${number} that describe its deaths`,
  arrived: 'Arrived', acquired: 'Handed out', died: (reason, times) => `${reason}${times > 1 ? ` ${count(times)} times` : ''}`, diedIn: 'in', came: 'came through', withKey: 'with', first: time => `first ${time}`,
  redriven: times => `Redriven ${n(times, 'time', 'times')}`, yes: 'yes', no: 'no', expired: 'expired',
  as: { tree: 'Tree', text: 'Text', hex: 'Hex' }, bodyAs: 'Show the body as', copy: 'Copy', download: 'Download', again_: 'Publish again', emptyBody: 'The body is empty.', notText: 'The body is no text in UTF-8.',
  part: (shown, all) => `${shown} of ${all} are shown.`, loadAll: 'Load more of it', moved: 'The message is not in its place any more. Look again.', tooLong: 'More than 1 MiB is not shown.',
  items: number => n(number, 'item', 'items'), fields: number => n(number, 'field', 'fields'), left: number => `${count(number)} more`,
  actions: { remove: 'Remove', move: 'Move', copy: 'Copy', redrive: 'Redrive', requeue: 'Requeue', dead_letter: 'Dead-letter' }, all: 'All messages', allFiltered: 'All that match', selected: number => `${messages(number)} selected`,
  consumer: 'Consumer', channel: 'Channel', tag: 'Delivery tag', held: 'Held for', got: '(got one by one)', noneHeld: 'Nobody holds a message', noneHeldText: 'Everything that was delivered is acknowledged.',
  heldHint: 'A consumer holds these messages until it acknowledges or rejects them. If its connection is closed, they are back in their places at once.', takeBack: 'Take back: close the connection',
  from: (first, last, total) => `${count(first)}–${count(last)} of ${count(total)}`, previous: 'Earlier ones', next: 'Later ones',
  due: 'Due in', dueAt: 'Due', noneDelayed: 'Nothing waits', noneDelayedText: 'No message is held back here.', cancel: 'Cancel', cancelTitle: 'Cancel delayed message', cancelText: key => `The message with the key “${key}” will be lost, and never delivered.`,
  cancelled: 'The delayed message is gone', more: 'Show more',
};
