export const k = {
  in: 'From client', out: 'To client', data: 'Data, per second', facts: 'Connection', client: 'Client', capabilities: 'Capabilities', properties: 'Properties', channels: 'Channels', close: 'Close', user: 'User', vhost: 'Virtual host',
  protocol: 'Protocol', mechanism: 'Signed in by', since: 'Connected', peer: 'Client’s address', local: 'Broker’s address', heartbeat: 'Heartbeat', frameMax: 'Largest frame', channelMax: 'Channels at most', tls: 'TLS', received: 'Received', sent: 'Sent', name: 'Name', pending: 'Waiting to be sent',
  channel: 'Channel', prefetch: 'Prefetch', unacked: 'Unacked', unconfirmed: 'Unconfirmed', uncommitted: 'Uncommitted', mode: 'Mode', consumers: 'Consumers', flow: 'Per second', publish: 'Publish', deliver: 'Deliver', ack: 'Ack', confirm: 'Confirm', redeliver: 'Redeliver',
  publishes: 'Publishes to', deliveries: 'Receives from', exchange: 'Exchange', queue: 'Queue', rate: 'Per second', none: 'Nothing lately.', noConsumers: 'Consumes from no queue.', tag: 'Tag', noChannels: 'No channel is open.', connection: 'Connection', idle: 'Idle since', seconds: n => `${n} s`,
};
