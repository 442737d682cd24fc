export const o = {
  title: 'Overview', attention: 'Needs attention', allWell: 'All queues are well.', worst: 'Of the fullest queues',
  connections: 'Connections', channels: 'Channels', consumers: 'Consumers', queues: 'Queues', exchanges: 'Exchanges', ready: 'Ready', unacked: 'Unacked',
  queued: 'Queued messages', flow: 'Message flow, per second', data: 'Data, per second',
  publish: 'Publish', deliver: 'Deliver + get', ack: 'Ack', confirm: 'Confirm', redeliver: 'Redeliver', return: 'Return', drop: 'Drop', in: 'From clients', out: 'To clients',
  node: 'Node', memory: 'Memory', disk: 'Disk free', files: 'File descriptors', uptime: 'Up for', version: 'Version', cluster: 'Cluster', listeners: 'Listeners',
  of: (used, limit) => `${used} of ${limit}`, limit: (free, limit) => `${free} (alarm below ${limit})`,
  churn: 'Coming and going', checks: 'Health checks', ok: 'ok', failed: 'failed',
  check: { alarms: 'No alarms', 'virtual-hosts': 'Virtual hosts run', 'ready-to-serve-clients': 'Ready for clients' },
  busiest: 'Busiest', busiestQueues: 'Queues', busiestConnections: 'Connections', perSecond: 'Per second', news: 'New', gone: 'Gone', nothing: 'Nothing moves at the moment.',
};
