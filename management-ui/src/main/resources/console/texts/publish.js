export const p = {
  title: 'Publish', verb: 'Publish', exchange: 'Exchange (empty: the default one)', key: 'Routing key', vhost: 'Virtual host', payload: 'Payload', kind: 'Payload is', text: 'Text', json: 'JSON', base64: 'Base64',
  persistent: 'Persistent', headers: 'Headers, as JSON', contentType: 'Content type', count: 'How many (1–1000)', priority: 'Priority', expiration: 'Expiration (ms)', messageId: 'Message id', correlationId: 'Correlation id',
  replyTo: 'Reply to', type: 'Type', appId: 'App id', more: 'More properties', hint: '${n} is the message’s number, ${uuid} a new identifier', badJson: 'The payload is no JSON.', badHeaders: 'The headers are no JSON object.',
  routed: n => (n === 1 ? 'Published and routed' : `${n} messages published and routed`), unrouted: n => (n === 1 ? 'Published, but no queue takes it' : `${n} messages published that no queue takes`), pretty: 'Tidy up',
  again: 'Earlier', loadFile: 'From a file', explain: 'Explain',
};
