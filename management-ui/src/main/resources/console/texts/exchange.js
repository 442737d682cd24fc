export const e = {
  bindings: 'Bindings', tail: 'Tail', delayed: 'Delayed', overview: 'Overview', publish: 'Publish', in: 'Published/s', out: 'Routed/s', flow: 'Per second', incoming: 'From channels', outgoing: 'To queues', channel: 'Channel', queue: 'Queue',
  none: 'Nothing lately.', unroutable: 'Unroutable/s', missing: 'is not there', round: 'and back to the start', facts: 'Exchange', type: 'Type', alternate: 'Alternate exchange', policy: 'Policy', arguments: 'Arguments', from: 'From here', to: 'To here', bind: 'Bind', remove: 'Delete',
  standardHint: 'Every queue is bound to the default exchange with its own name. That cannot be changed.', more: 'More',
};
