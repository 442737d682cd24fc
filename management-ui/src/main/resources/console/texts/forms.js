export const f = {
  preview: 'What will be sent', conflict: 'It already exists, and differs:', existsWith: 'Exists with', asked: 'You asked for', arguments: 'Arguments', definition: 'Definition', name: 'Name', value: 'Value', type: 'Type',
  add: 'Add an argument…', addKey: 'Add a key…', other: 'Another…', addRow: 'Add', removeArgument: 'Remove this argument', removeKey: 'Remove this key', create: 'Create', vhost: 'Virtual host', durable: 'Durable: survives a restart', autoDelete: 'Auto-delete: goes when its last user does',
  internal: 'Internal: only other exchanges publish to it', newQueue: 'New queue', newExchange: 'New exchange', newBinding: 'New binding', source: 'Exchange', destination: 'To', key: 'Routing key', kind: 'Kind',
  queue: 'Queue', exchange: 'Exchange', bind: 'Bind', created: name => `${name} created`, bound: 'Bound', from: 'From exchange',
};
