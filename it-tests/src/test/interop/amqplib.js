// amqplib, the JavaScript client: promises and confirm channels. Usage: node amqplib.js amqp://...
'use strict';
const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const { once } = require('node:events');
const amqp = require('amqplib');

const uri = process.argv[2];
const unique = (name) => `interop.amqplib.${name}.${randomUUID()}`;
const privateQueue = async (channel, options = {}) => (await channel.assertQueue('', { exclusive: true, ...options })).queue;

const scenarios = {
  async keepsEveryProperty(connection) {
    const channel = await connection.createChannel();
    const queue = await privateQueue(channel);
    const headers = {
      text: 'grüß dich', yes: true, no: false, small: 7, negative: -7, large: 2 ** 40, real: 3.25, nothing: null,
      list: ['a', 1, [true]], table: { inner: { depth: 2 } }, bytes: Buffer.from([0, 1, 255]),
      when: { '!': 'timestamp', value: 1700000000 }, decimal: { '!': 'decimal', value: { digits: 314, places: 2 } },
      byte: { '!': 'byte', value: -1 }, short: { '!': 'short', value: -2 }, int: { '!': 'int', value: 3 },
      long: { '!': 'long', value: 4 }, float: { '!': 'float', value: 0.5 }, double: { '!': 'double', value: 0.25 },
    };
    const options = {
      contentType: 'application/json', contentEncoding: 'utf-8', persistent: true, priority: 7, correlationId: 'correlation',
      replyTo: 'somewhere', expiration: '60000', messageId: 'message', timestamp: 1700000000, type: 'greeting',
      userId: 'guest', appId: 'amqplib', headers,
    };
    channel.sendToQueue(queue, Buffer.from('body'), options);
    const message = await channel.get(queue, { noAck: true });
    assert.equal(message.content.toString(), 'body');
    assert.equal(message.fields.messageCount, 0);
    const plain = { ...headers, byte: -1, short: -2, int: 3, long: 4, float: 0.5, double: 0.25 };
    const { deliveryMode, clusterId, headers: received, ...properties } = message.properties;
    const { persistent, headers: sent, ...expected } = options;
    assert.deepEqual(received, plain);
    assert.deepEqual(properties, expected);
    assert.equal(deliveryMode, 2);
    assert.equal(await channel.get(queue), false);
    await channel.close();
  },

  async confirmsPublishes(connection) {
    const channel = await connection.createConfirmChannel();
    const queue = await privateQueue(channel);
    let confirmed = 0;
    for (let i = 0; i < 1000; i++) channel.sendToQueue(queue, Buffer.from(`${i}`), {}, (error) => { if (!error) confirmed++; });
    await channel.waitForConfirms();
    assert.equal(confirmed, 1000);
    assert.equal((await channel.checkQueue(queue)).messageCount, 1000);
    await channel.close();
  },

  async nacksWhatAFullQueueRefuses(connection) {
    const channel = await connection.createConfirmChannel();
    const queue = await privateQueue(channel, { arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    for (let i = 0; i < 10; i++) channel.sendToQueue(queue, Buffer.from('too many'));
    await assert.rejects(channel.waitForConfirms());
    await channel.close();
  },

  async returnsUnroutableMessagesBeforeTheirAck(connection) {
    const channel = await connection.createConfirmChannel();
    const events = [];
    channel.on('return', (message) => events.push(['return', message.fields.replyCode, message.fields.replyText, message.content.toString()]));
    await new Promise((resolve) => channel.publish('', unique('nowhere'), Buffer.from('lost'), { mandatory: true }, (error) => {
      events.push(['ack', error]);
      resolve();
    }));
    assert.deepEqual(events, [['return', 312, 'NO_ROUTE', 'lost'], ['ack', null]]);
    await channel.close();
  },

  async holdsBackWhatExceedsThePrefetch(connection) {
    const channel = await connection.createChannel();
    const queue = await privateQueue(channel);
    await channel.prefetch(2);
    for (let i = 0; i < 6; i++) channel.sendToQueue(queue, Buffer.from(`${i}`));
    const waiting = [];
    const seen = [];
    let twoWaiting;
    const full = new Promise((resolve) => { twoWaiting = resolve; });
    let finished;
    const all = new Promise((resolve) => { finished = resolve; });
    await channel.consume(queue, (message) => {
      seen.push(message.content.toString());
      waiting.push(message);
      assert.ok(waiting.length <= 2, 'more than two unacknowledged');
      if (seen.length === 2) twoWaiting();
      if (seen.length > 2) waiting.splice(0).forEach((each) => channel.ack(each));
      if (seen.length === 6) finished();
    });
    await full;
    assert.equal((await channel.checkQueue(queue)).messageCount, 4);
    waiting.splice(0).forEach((each) => channel.ack(each));
    await all;
    assert.deepEqual(seen, ['0', '1', '2', '3', '4', '5']);
    await channel.close();
  },

  async cancelsAndIsToldOfDeletedQueues(connection) {
    const channel = await connection.createChannel();
    const queue = await privateQueue(channel);
    const { consumerTag } = await channel.consume(queue, () => {}, { noAck: true });
    assert.equal((await channel.cancel(consumerTag)).consumerTag, consumerTag);
    const notified = new Promise((resolve) => {
      channel.consume(queue, (message) => { if (message === null) resolve(); });
    });
    await channel.deleteQueue(queue);
    await notified;
    await channel.close();
  },

  async routesThroughBoundExchanges(connection) {
    const channel = await connection.createChannel();
    const queue = await privateQueue(channel);
    const [source, target] = [unique('source'), unique('target')];
    await channel.assertExchange(source, 'topic', { autoDelete: true });
    await channel.assertExchange(target, 'headers', { autoDelete: true });
    await channel.bindExchange(target, source, 'news.#');
    await channel.bindQueue(queue, target, '', { 'x-match': 'any', colour: 'red' });
    channel.publish(source, 'news.today', Buffer.from('red'), { headers: { colour: 'red' } });
    channel.publish(source, 'news.today', Buffer.from('blue'), { headers: { colour: 'blue' } });
    channel.publish(source, 'old', Buffer.from('old'), { headers: { colour: 'red' } });
    assert.equal((await channel.get(queue, { noAck: true })).content.toString(), 'red');
    assert.equal(await channel.get(queue), false);
    await channel.deleteExchange(source);
    await channel.deleteExchange(target);
    await channel.close();
  },

  async answersDirectlyToTheRequester(connection) {
    const server = await connection.createChannel();
    const queue = await privateQueue(server);
    await server.consume(queue, (request) => {
      server.sendToQueue(request.properties.replyTo, Buffer.from(`${request.content} to you`),
        { correlationId: request.properties.correlationId });
    }, { noAck: true });

    const client = await connection.createChannel();
    const answer = new Promise((resolve) => {
      client.consume('amq.rabbitmq.reply-to', resolve, { noAck: true });
    });
    client.sendToQueue(queue, Buffer.from('hello'), { replyTo: 'amq.rabbitmq.reply-to', correlationId: '42' });
    const reply = await answer;
    assert.equal(reply.content.toString(), 'hello to you');
    assert.equal(reply.properties.correlationId, '42');
    await client.close();
    await server.close();
  },

  async closesTheChannelOnSoftErrors(connection) {
    const channel = await connection.createChannel();
    const closed = once(channel, 'error');
    const missing = unique('missing');
    await assert.rejects(channel.checkQueue(missing), /NOT_FOUND - no queue/);
    const [error] = await closed;
    assert.equal(error.code, 404);
    await (await connection.createChannel()).close();
  },

  async closesTheConnectionOnHardErrors() {
    const connection = await amqp.connect(uri);
    const closed = once(connection, 'error');
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    await privateQueue(channel).then(async (queue) => {
      await channel.consume(queue, () => {}, { consumerTag: 'twice' });
      await assert.rejects(channel.consume(queue, () => {}, { consumerTag: 'twice' }));
    });
    const [error] = await closed;
    assert.equal(error.code, 530);
  },
};

async function main() {
  const connection = await amqp.connect(uri);
  for (const [name, scenario] of Object.entries(scenarios)) {
    console.log(name);
    await scenario(connection);
  }
  await connection.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
