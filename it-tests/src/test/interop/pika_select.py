"""pika's asynchronous connection: everything by callback on one loop. Usage: pika_select.py amqp://...

Publishes a hundred confirmed messages, consumes them with a prefetch of ten, then asks for the close of a channel
and of the connection, checking the order of the callbacks on the way.
"""
import sys

import pika

MESSAGES = 100


class Application:
    def __init__(self, uri):
        self.confirmed = 0
        self.returned = []
        self.received = []
        self.failure = None
        self.finished = False
        self.channel = None
        self.queue = None
        self.connection = pika.SelectConnection(
            pika.URLParameters(uri), on_open_callback=self.on_open,
            on_open_error_callback=lambda _, error: self.fail("cannot connect: %r" % error),
            on_close_callback=self.on_close)

    def run(self):
        self.connection.ioloop.call_later(20, lambda: self.fail("not finished after 20 seconds"))
        self.connection.ioloop.start()
        if self.failure or not self.finished:
            sys.exit("%s; %d confirmed, %d received" % (self.failure, self.confirmed, len(self.received)))

    def fail(self, reason):
        self.failure = self.failure or reason
        self.connection.ioloop.stop()

    def on_open(self, connection):
        connection.channel(on_open_callback=self.on_channel)

    def on_channel(self, channel):
        self.channel = channel
        channel.add_on_close_callback(self.on_channel_closed)
        channel.add_on_return_callback(lambda _, method, properties, body: self.returned.append(body))
        channel.confirm_delivery(self.on_confirm, callback=lambda _: channel.queue_declare(
            "", exclusive=True, callback=self.on_queue))

    def on_queue(self, declared):
        self.queue = declared.method.queue
        self.channel.basic_publish("", "interop.pika.nobody", b"returned", mandatory=True)
        for i in range(MESSAGES - 1):
            self.channel.basic_publish("", self.queue, b"%d" % i)

    def on_confirm(self, frame):
        if not isinstance(frame.method, pika.spec.Basic.Ack):
            return self.fail("nacked: %r" % frame)
        if self.confirmed == 0 and self.returned != [b"returned"]:
            return self.fail("the ack came before the return")
        self.confirmed = frame.method.delivery_tag if frame.method.multiple else self.confirmed + 1
        if self.confirmed == MESSAGES:
            self.channel.basic_qos(prefetch_count=10, callback=lambda _: self.consume())

    def consume(self):
        self.channel.basic_consume(self.queue, self.on_message, consumer_tag="select", callback=self.on_consuming)

    def on_consuming(self, frame):
        if frame.method.consumer_tag != "select":
            self.fail("another consumer tag: %r" % frame)

    def on_message(self, channel, method, properties, body):
        self.received.append(int(body))
        channel.basic_ack(method.delivery_tag)
        if len(self.received) == MESSAGES - 1:
            channel.basic_cancel("select", callback=self.on_cancelled)

    def on_cancelled(self, frame):
        if self.received != list(range(MESSAGES - 1)):
            return self.fail("out of order: %r" % self.received)
        self.channel.queue_declare("interop.pika.missing", passive=True)  # closes the channel

    def on_channel_closed(self, channel, reason):
        if not isinstance(reason, pika.exceptions.ChannelClosedByBroker) or reason.reply_code != 404:
            return self.fail("the channel ended with %r" % reason)
        self.connection.close()

    def on_close(self, connection, reason):
        if not isinstance(reason, pika.exceptions.ConnectionClosedByClient):
            return self.fail("the connection ended with %r" % reason)
        self.finished = True
        connection.ioloop.stop()


Application(sys.argv[1]).run()
