// What policies can set, as QUEUE_ARGUMENTS say of queues.

/** @type {import('./arguments.js').Argument[]} */
export const POLICY_KEYS = [
  { key: 'message-ttl', type: 'number', unit: 'ms', group: 'Time', help: 'Messages are dropped, or dead-lettered, when they are older' },
  { key: 'expires', type: 'number', unit: 'ms', group: 'Time', help: 'Queues are deleted when nobody has used them for that long' },
  { key: 'max-length', type: 'number', unit: 'messages', group: 'Length', help: 'Most ready messages that a queue holds' },
  { key: 'max-length-bytes', type: 'number', unit: 'bytes', group: 'Length', help: 'Most bytes in the bodies of those messages' },
  { key: 'overflow', type: 'choice', choices: ['drop-head', 'reject-publish', 'reject-publish-dlx'], group: 'Length', help: 'What happens when a queue is full' },
  { key: 'dead-letter-exchange', type: 'text', group: 'Dead letters', help: 'Where expired, rejected and dropped messages go' },
  { key: 'dead-letter-routing-key', type: 'text', group: 'Dead letters', help: 'Their new routing key; otherwise they keep their own' },
  { key: 'delivery-limit', type: 'number', unit: 'times', group: 'Consumers', help: 'A message that came back more often is dead-lettered' },
  { key: 'consumer-timeout', type: 'number', unit: 'ms', group: 'Consumers', help: 'A consumer that has not acknowledged for that long is closed' },
  { key: 'alternate-exchange', type: 'text', group: 'Exchanges', help: 'Takes what the exchange cannot route' },
];
