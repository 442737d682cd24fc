export const f = {
  preview: 'What will be sent', conflict: 'It exists already, and differs:', existsWith: 'Exists with', asked: 'You asked for', arguments: 'Arguments', name: 'Name', value: 'Value', type: 'Type',
  add: 'Add an argument…', other: 'Another…', addRow: 'Add', removeArgument: 'Remove this argument', create: 'Create', vhost: 'Virtual host', durable: 'Durable: survives a restart', autoDelete: 'Auto-delete: goes with its last user',
  internal: 'Internal: only other exchanges publish to it', newQueue: 'New queue', newExchange: 'New exchange', newBinding: 'New binding', source: 'Exchange', destination: 'To', key: 'Routing key', kind: 'Kind',
  queue: 'Queue', exchange: 'Exchange', bind: 'Bind', created: name => `${name} created`, bound: 'Bound', from: 'From exchange',
};
