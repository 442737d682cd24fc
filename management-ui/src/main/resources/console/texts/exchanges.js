export const x = {
  title: 'Exchanges', create: 'New exchange', name: 'Name', vhost: 'Virtual host', type: 'Type', features: 'Features', policy: 'Policy', in: 'In/s', out: 'Out/s',
  standard: '(default)', remove: 'Delete', deleteTitle: n => (n === 1 ? 'Delete exchange' : `Delete ${n} exchanges`),
  deleteText: names => `${names} will be gone, with all bindings. Publishers that use it will be closed with “no exchange”.`, ifUnused: 'Only if nothing is bound to it',
  deleted: n => (n === 1 ? 'Exchange deleted' : `${n} exchanges deleted`), some: n => `${n} exchanges`, copyDefinition: 'Copy definition',
};
