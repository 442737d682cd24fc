// Every page: where it stands in the rail, who may see it, and where its code is.

export const PAGES = {
  overview: { icon: 'overview', group: 'observe', load: () => import('../pages/overview.js') },
  topology: { icon: 'topology', group: 'observe', load: () => import('../pages/topology.js') },
  logs: { icon: 'logs', group: 'observe', tag: 'monitoring', load: () => import('../pages/logs.js') },
  queues: { icon: 'queue', group: 'messaging', load: () => import('../pages/queues.js') },
  queue: { parent: 'queues', load: () => import('../pages/queue.js') },
  exchanges: { icon: 'exchange', group: 'messaging', load: () => import('../pages/exchanges.js') },
  exchange: { parent: 'exchanges', load: () => import('../pages/exchange.js') },
  bindings: { icon: 'binding', group: 'messaging', load: () => import('../pages/bindings.js') },
  explain: { icon: 'search', group: 'messaging', load: () => import('../pages/explain.js') },
  jobs: { icon: 'redrive', group: 'messaging', load: () => import('../pages/jobs.js') },
  connections: { icon: 'connection', group: 'clients', load: () => import('../pages/connections.js') },
  connection: { parent: 'connections', load: () => import('../pages/connection.js') },
  channels: { icon: 'channel', group: 'clients', load: () => import('../pages/channels.js') },
  channel: { parent: 'channels', load: () => import('../pages/channel.js') },
  consumers: { icon: 'consumer', group: 'clients', load: () => import('../pages/consumers.js') },
  vhosts: { icon: 'vhost', group: 'administer', tag: 'administrator', load: () => import('../pages/vhosts.js') },
  users: { icon: 'user', group: 'administer', tag: 'administrator', load: () => import('../pages/users.js') },
  policies: { icon: 'policy', group: 'administer', tag: 'policymaker', load: () => import('../pages/policies.js') },
  limits: { icon: 'limit', group: 'administer', tag: 'administrator', load: () => import('../pages/limits.js') },
  definitions: { icon: 'definitions', group: 'administer', tag: 'administrator', load: () => import('../pages/definitions.js') },
  node: { icon: 'node', group: 'administer', tag: 'monitoring', load: () => import('../pages/node.js') },
};

export const GROUPS = ['observe', 'messaging', 'clients', 'administer'];
