const many = (shown, number) => (number === 1 ? 'The message is' : `${shown} messages are`);

export const p = {
  title: 'Publish', verb: (shown, number) => (number === 1 ? 'Publish' : `Publish ${shown} messages`), to: 'To', kinds: [['exchange', 'an exchange'], ['queue', 'a queue']], exchange: 'Exchange', queue: 'Queue', key: 'Routing key', vhost: 'Virtual host', payload: 'Payload', kind: 'Payload is',
  payloads: [['text', 'Text'], ['json', 'JSON'], ['base64', 'Base64']], standard: '(default)', persistent: 'Persistent', headers: 'Headers', removeHeader: 'Remove this header', headersHow: 'How to write headers', headersAs: { rows: 'As rows', json: 'As JSON' }, contentType: 'Content type', count: most => `How many (1–${most})`, rate: 'Messages a second', rateHelp: 'Empty: as fast as possible',
  properties: { priority: 'Priority', expiration: 'Expiration', message_id: 'Message id', correlation_id: 'Correlation id', reply_to: 'Reply to', type: 'Type', app_id: 'App id', timestamp: 'Timestamp', user_id: 'User id', content_encoding: 'Content encoding' },
  propertyHelp: { expiration: 'Milliseconds', timestamp: 'Seconds since 1970', user_id: 'Must be your own' }, more: 'More properties', hint: '${n} is the message’s number, ${uuid} a new identifier; in payload, headers and properties too',
  badJson: 'The payload is not JSON.', goodJson: 'is JSON', badBase64: 'The payload is not base64.', badHeaders: 'The headers are not a JSON object.', pretty: 'Tidy up', again: 'Published before', loadFile: 'From a file', explain: 'Explain',
  routed: (shown, number, queues) => `${many(shown, number)} published and routed${queues > 0 ? ` to ${queues === 1 ? 'one queue' : `${queues} queues`}` : ''}`, unrouted: (shown, number) => `${many(shown, number)} published, but no queue takes ${number === 1 ? 'it' : 'them'}.`,
  progress: (sent, all) => `${sent} of ${all} published`, stop: 'Stop', goOn: from => `Go on with message ${from}`, fromStart: 'From the beginning',
};
