export const c = {
  connections: 'Connections', channels: 'Channels', consumers: 'Consumers',
  name: 'Name', user: 'User', vhost: 'Virtual host', state: 'State', tls: 'TLS', protocol: 'Protocol', channelCount: 'Channels', in: 'In', out: 'Out', client: 'Client',
  since: 'Connected', heartbeat: 'Heartbeat', close: 'Close', closeTitle: n => (n === 1 ? 'Close connection' : `Close ${n} connections`),
  closeText: (names, channels) => `${names} will be closed${channels > 0 ? `, with ${channels === 1 ? 'one channel' : `${channels} channels`}` : ''}. Messages that are not acknowledged go back to their queues. Most clients reconnect by themselves.`, reason: 'Reason, told to the client', closed: n => (n === 1 ? 'Connection closed' : `${n} connections closed`),
  some: n => `${n} connections`, plain: 'no', secure: 'TLS',
  connection: 'Connection', mode: 'Mode', prefetch: 'Prefetch', unacked: 'Unacked', unconfirmed: 'Unconfirmed', uncommitted: 'Uncommitted', publish: 'Publish/s', deliver: 'Deliver/s', ack: 'Ack/s',
  connectionChips: { blocked: ['Blocked', 'By an alarm, or by flow control'], idle: ['Idle', 'Nothing but heartbeats for a minute'], many_channels: ['Many channels', '50 or more'], no_tls: ['Not TLS', 'Anyone in between can read along'] },
  channelChips: { stuck: ['At prefetch', 'Holds as many unacknowledged messages as it may'], idle: ['Idle', 'Nothing has come or gone lately'] },
  consumerChips: { inactive: ['Inactive', 'Waits for its turn, or its queue is paused'], no_ack: ['No ack', 'What is sent to it counts as done'] }, confirmRate: 'Confirm/s', redeliver: 'Redelivered/s',
  confirm: 'confirm', tx: 'tx', unlimited: '∞',
  tag: 'Tag', queue: 'Queue', ackMode: 'Ack mode', active: 'Active', status: 'Status', arguments: 'Arguments', manual: 'manual', automatic: 'automatic', exclusive: 'exclusive', yes: 'yes', no: 'no',
};
