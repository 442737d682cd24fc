export const c = {
  connections: 'Connections', channels: 'Channels', consumers: 'Consumers',
  name: 'Name', user: 'User', vhost: 'Virtual host', state: 'State', tls: 'TLS', protocol: 'Protocol', channelCount: 'Channels', in: 'In', out: 'Out', client: 'Client',
  since: 'Connected', heartbeat: 'Heartbeat', close: 'Close', closeTitle: n => (n === 1 ? 'Close connection' : `Close ${n} connections`),
  closeText: names => `${names} will be closed. Most clients connect again by themselves.`, reason: 'Reason, told to the client', closed: n => (n === 1 ? 'Connection closed' : `${n} connections closed`),
  some: n => `${n} connections`, plain: 'no', secure: 'TLS',
  connection: 'Connection', mode: 'Mode', prefetch: 'Prefetch', unacked: 'Unacked', unconfirmed: 'Unconfirmed', uncommitted: 'Uncommitted', publish: 'Publish/s', deliver: 'Deliver/s', ack: 'Ack/s',
  confirm: 'confirm', tx: 'tx', unlimited: '∞',
  tag: 'Tag', queue: 'Queue', ackMode: 'Acknowledges', active: 'Active', status: 'Status', arguments: 'Arguments', manual: 'by hand', automatic: 'automatic', exclusive: 'exclusive', yes: 'yes', no: 'no',
};
