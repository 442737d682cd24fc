export const o = {
  title: 'Overview', attention: 'Needs attention', first: (shown, all) => `${shown} of ${all}, the worst first`, allWell: 'All queues are well.',
  connections: 'Connections', channels: 'Channels', consumers: 'Consumers', queues: 'Queues', exchanges: 'Exchanges', ready: 'Ready', unacked: 'Unacked', lately: what => `${what} over the last minute`,
  queued: 'Queued messages', flow: 'Messages per second', data: 'Data per second',
  publish: 'Publish', deliver: 'Deliver + get', ack: 'Ack', confirm: 'Confirm', redeliver: 'Redeliver', return: 'Return', drop: 'Drop', in: 'From clients', out: 'To clients',
  alarm: 'alarm', alarmOf: { memory: 'Memory is short: publishers are held back', disk: 'Disk space is short: publishers are held back' },
  node: 'Node', memory: 'Memory', disk: 'Disk free', diskUse: 'Alarm level of the free disk space', files: 'File descriptors', cpu: 'CPU', processors: n => (n === 1 ? 'of one processor' : `of ${n} processors`),
  pause: 'GC pauses', pauseOf: millis => `${millis} ms each second`, uptime: 'Up for', version: 'Version', speaks: version => `with the API of RabbitMQ ${version}`, listeners: 'Listeners',
  of: (used, limit) => `${used} of ${limit}`, limit: (free, limit) => `${free}, alarm below ${limit}`,
  churn: 'Opened and closed', perMinute: 'Per minute', news: 'New', gone: 'Gone', checks: 'Health checks', ok: 'ok', failed: 'failed',
  check: { alarms: 'No alarms', 'virtual-hosts': 'Virtual hosts run', 'ready-to-serve-clients': 'Ready for clients' },
  busiest: { queues: 'Busiest queues', exchanges: 'Busiest exchanges', connections: 'Busiest connections' }, queue: 'Queue', exchange: 'Exchange', connection: 'Connection', standard: '(default)',
  inPerSecond: 'In/s', outPerSecond: 'Out/s', nothing: 'Nothing moves at the moment.',
};
