// Arguments that queues and exchanges know, with what they mean and in which unit.

/** @typedef {{key: string, type: 'number'|'text'|'boolean'|'choice', unit?: string, help: string, choices?: string[], group: string}} Argument */

/** @type {Argument[]} */
export const QUEUE_ARGUMENTS = [
  { key: 'x-message-ttl', type: 'number', unit: 'ms', group: 'Time', help: 'Messages are dropped, or dead-lettered, when they are older' },
  { key: 'x-expires', type: 'number', unit: 'ms', group: 'Time', help: 'The queue is deleted when nobody has used it for that long' },
  { key: 'x-max-length', type: 'number', unit: 'messages', group: 'Length', help: 'Most ready messages that the queue holds' },
  { key: 'x-max-length-bytes', type: 'number', unit: 'bytes', group: 'Length', help: 'Most bytes in the bodies of those messages' },
  { key: 'x-overflow', type: 'choice', choices: ['drop-head', 'reject-publish', 'reject-publish-dlx'], group: 'Length', help: 'What happens when it is full' },
  { key: 'x-dead-letter-exchange', type: 'text', group: 'Dead letters', help: 'Where expired, rejected and dropped messages go' },
  { key: 'x-dead-letter-routing-key', type: 'text', group: 'Dead letters', help: 'Their new routing key; otherwise they keep their own' },
  { key: 'x-max-priority', type: 'number', group: 'Order', help: 'Priorities from 0 to this, at most 255' },
  { key: 'x-single-active-consumer', type: 'boolean', group: 'Consumers', help: 'One consumer at a time; others wait' },
  { key: 'x-delivery-limit', type: 'number', unit: 'times', group: 'Consumers', help: 'A message that came back more often is dead-lettered' },
  { key: 'x-consumer-timeout', type: 'number', unit: 'ms', group: 'Consumers', help: 'A consumer that has not acknowledged for that long is closed' },
  { key: 'x-queue-type', type: 'choice', choices: ['classic', 'quorum'], group: 'Kind', help: 'Understood as RabbitMQ’s clients mean it' },
];

export const EXCHANGE_ARGUMENTS = [
  { key: 'alternate-exchange', type: 'text', group: 'Routing', help: 'Takes what this one cannot route' },
  { key: 'x-delayed-type', type: 'choice', choices: ['direct', 'topic', 'fanout', 'headers'], group: 'Routing', help: 'How an x-delayed-message exchange routes when the delay is over' },
];

export const argument = key => [...QUEUE_ARGUMENTS, ...EXCHANGE_ARGUMENTS].find(each => each.key === key);
