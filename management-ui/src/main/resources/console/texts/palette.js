export const k = {
  title: 'Go to', placeholder: 'A name, a page, or what to do: “purge orders”', none: 'Nothing has a name like that.',
  kinds: { pages: 'Page', actions: 'Do', queues: 'Queue', exchanges: 'Exchange', connections: 'Connection', users: 'User', vhosts: 'Virtual host', policies: 'Policy' },
  actions: { newQueue: 'New queue', newExchange: 'New exchange', publish: 'Publish a message', pause: 'Pause updating', resume: 'Go on updating', refresh: 'Update now', light: 'Light theme', dark: 'Dark theme', keys: 'Keys', signOut: 'Sign out' },
  verbs: { purge: name => `Purge ${name}`, delete: name => `Delete ${name}`, publish: name => `Publish to ${name}` },
  help: 'Keys', helpRows: [['Ctrl K', 'find queues, exchanges, connections, users, pages and actions'], ['/', 'to the filter'], ['g o', 'overview'], ['g q', 'queues'], ['g e', 'exchanges'], ['g c', 'connections'], ['g t', 'topology'], ['g x', 'explain routing'],
    ['j  k', 'next and previous row'], ['Enter', 'open the row'], ['x', 'select the row'], ['r', 'update now'], ['p', 'pause, and go on'], ['?', 'this list'], ['Esc', 'close, or leave the filter']],
};
