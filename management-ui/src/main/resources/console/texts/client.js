export const k = {
  in: 'From client', out: 'To client', data: 'Data, per second', facts: 'Connection', client: 'Client', capabilities: 'Can do', properties: 'Properties', channels: 'Channels', close: 'Close', user: 'User', vhost: 'Virtual host',
  protocol: 'Protocol', mechanism: 'Signed in with', since: 'Connected', peer: 'Client’s address', local: 'Own address', heartbeat: 'Heartbeat', frameMax: 'Largest frame', channelMax: 'Most channels', tls: 'TLS', received: 'Received', sent: 'Sent', name: 'Name', pending: 'Waiting to be sent',
  channel: 'Channel', prefetch: 'Prefetch', unacked: 'Unacked', unconfirmed: 'Unconfirmed', uncommitted: 'Uncommitted', mode: 'Mode', consumers: 'Consumers', flow: 'Per second', publish: 'Publish', deliver: 'Deliver', ack: 'Ack', confirm: 'Confirm', redeliver: 'Redeliver',
  publishes: 'Publishes to', deliveries: 'Gets from', exchange: 'Exchange', queue: 'Queue', rate: 'Per second', none: 'Nothing lately.', noConsumers: 'Consumes from no queue.', tag: 'Tag', noChannels: 'No channel is open.', connection: 'Connection', idle: 'Idle since', seconds: n => `${n} s`,
};
