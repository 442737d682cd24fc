export const d = {
  pause: 'Pause', resume: 'Resume', pauseHint: 'Takes messages, and hands out none', resumeHint: 'Hands out messages again', paused: name => `${name} is paused: it hands out no messages`, resumed: name => `${name} hands out messages again`,
  more: 'More', move: 'Move messages', unbindAll: 'Unbind all', another: 'Declare another like it', noBindings: 'Nothing but the default exchange leads to it.', inForce: 'In force', stamped: 'Its timestamp', holds: 'What it holds', inMemory: 'Of these, in memory', persistent: 'Persistent', oldest: 'Oldest message', older: ': it was here before the broker’s start', idleSince: 'Idle since', single: 'Single active consumer', owner: 'Exclusive to',
  policy: 'Policy', user: 'User policy', operator: 'Operator policy', key: 'Key', argument: 'Queue argument', value: 'Value', noPolicy: 'No arguments, and no policy matches.', incoming: 'From exchanges', exchange: 'Exchange',
  noIncoming: 'Nothing has come in lately.', outgoing: 'To channels', channel: 'Channel', noOutgoing: 'Nothing is delivered.', depth: 'Messages', limit: 'Limit', flow: 'Per second', publish: 'Publish', deliver: 'Deliver', ack: 'Ack',
  redeliver: 'Redeliver', get: 'Get', tag: 'Tag', ackMode: 'Ack mode', prefetch: 'Prefetch', active: 'State', manual: 'manual', automatic: 'automatic', noConsumers: 'Nobody consumes from this queue.', bind: 'Bind',
  arguments: 'Arguments', noArguments: 'None.', copyAs: 'Declare the same', raw: 'As the API shows it',
};
