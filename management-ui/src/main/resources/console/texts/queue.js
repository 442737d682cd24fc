export const d = {
  more: 'More', holds: 'What it holds', inMemory: 'Of these in memory', persistent: 'Persistent', oldest: 'Oldest message', idleSince: 'Idle since', single: 'Single active consumer', owner: 'Exclusive to',
  policy: 'Policy', user: 'User policy', operator: 'Operator policy', key: 'Key', argument: 'Queue argument', value: 'Value', noPolicy: 'No arguments, and no policy matches.', incoming: 'From exchanges', exchange: 'Exchange',
  noIncoming: 'Nothing has come in lately.', outgoing: 'To channels', channel: 'Channel', noOutgoing: 'Nothing is delivered.', depth: 'Messages', flow: 'Per second', publish: 'Publish', deliver: 'Deliver', ack: 'Ack',
  redeliver: 'Redeliver', get: 'Get', tag: 'Tag', ackMode: 'Acknowledges', prefetch: 'Prefetch', active: 'State', manual: 'by hand', automatic: 'automatic', noConsumers: 'Nobody consumes from this queue.', bind: 'Bind',
  arguments: 'Arguments', noArguments: 'None.', copyAs: 'Declare the same', raw: 'As the API shows it',
};
