export const x = {
  title: 'Exchanges', create: 'New exchange', name: 'Name', vhost: 'Virtual host', type: 'Type', features: 'Features', policy: 'Policy', in: 'In/s', out: 'Out/s',
  standard: '(default)', remove: 'Delete', deleteTitle: n => (n === 1 ? 'Delete exchange' : `Delete ${n} exchanges`),
  deleteText: (names, vhost, bound) => `${names}${vhost === undefined ? '' : ` in ${vhost}`} will be gone${bound === undefined ? ', with all bindings' : bound.from + bound.to === 0 ? '; nothing is bound to it' : `: ${bound.from} binding${bound.from === 1 ? '' : 's'} from it and ${bound.to} to it will be lost`}. Channels that publish to it will be closed.`,
  isUsed: 'Something is bound to it: as long as this is ticked, it stays.', ifUnused: 'Only if nothing is bound to it',
  deleted: n => (n === 1 ? 'Exchange deleted' : `${n} exchanges deleted`), some: n => `${n} exchanges`, copyDefinition: 'Copy definition', bindings: 'Bindings', publish: 'Publish', unroutable: 'Dropped/s',
  chips: { declared: 'Hide built-in', unused: 'Unused', unroutable: 'Unroutable' }, chipHelp: { declared: 'Without the default exchange and amq.*', unused: 'Nothing is bound to them, and nothing is published', unroutable: 'In the last minute, messages reached no queue' },
};
