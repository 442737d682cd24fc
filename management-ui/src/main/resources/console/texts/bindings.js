export const b = {
  title: 'Bindings', source: 'Source', destination: 'Destination', kind: 'To', key: 'Routing key', arguments: 'Arguments', vhost: 'Virtual host', standard: '(default)',
  remove: 'Unbind', removeTitle: n => (n === 1 ? 'Unbind' : `Remove ${n} bindings`), removeText: n => `Messages will not be routed along ${n === 1 ? 'this binding' : `these ${n} bindings`} any longer.`,
  removeOne: (source, destination, key, vhost) => `Messages will not be routed from ${source} to ${destination}${key === '' ? '' : ` by the key “${key}”`} in ${vhost} any longer.`, copyDefinition: 'Copy definition',
  removed: n => (n === 1 ? 'Unbound' : `${n} bindings removed`), queue: 'queue', exchange: 'exchange', explain: 'Explain',
  narrow: { source: 'From', destination: 'To', routing_key: 'Key' }, bind: 'New binding',
};
