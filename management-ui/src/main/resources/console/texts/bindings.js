export const b = {
  title: 'Bindings', source: 'Source', destination: 'Destination', kind: 'To', key: 'Routing key', arguments: 'Arguments', vhost: 'Virtual host', standard: '(default)',
  remove: 'Unbind', removeTitle: n => (n === 1 ? 'Unbind' : `Remove ${n} bindings`), removeText: n => `Messages will not be routed along ${n === 1 ? 'this binding' : `these ${n} bindings`} any more.`,
  removed: n => (n === 1 ? 'Unbound' : `${n} bindings removed`), queue: 'queue', exchange: 'exchange',
};
