"""pika's blocking connection: what scripts and Django-style applications use. Usage: pika_blocking.py amqp://..."""
import datetime
import decimal
import sys
import uuid

import pika
from pika.exceptions import ChannelClosedByBroker, ConnectionClosedByBroker, NackError, UnroutableError

parameters = pika.URLParameters(sys.argv[1])


def same(actual, expected):
    if actual != expected:
        raise AssertionError("expected %r but got %r" % (expected, actual))


def unique(name):
    return "interop.pika.%s.%s" % (name, uuid.uuid4())


def private_queue(channel):
    return channel.queue_declare("", exclusive=True).method.queue


def greets_a_rabbit(connection):
    """Pika and what sits on top of it read these to know what the broker can do."""
    assert connection.publisher_confirms_supported
    assert connection.basic_nack_supported
    assert connection.consumer_cancel_notify_supported
    assert connection.exchange_exchange_bindings_supported


def keeps_every_property(connection):
    channel = connection.channel()
    queue = private_queue(channel)
    sent = pika.BasicProperties(
        content_type="application/json", content_encoding="utf-8", delivery_mode=2, priority=7,
        correlation_id="correlation", reply_to="somewhere", expiration="60000", message_id="message",
        timestamp=1700000000, type="greeting", user_id="guest", app_id="pika", cluster_id="cluster",
        headers={
            "text": "gr\u00fc\u00df dich", "yes": True, "no": False, "small": 7, "negative": -7, "large": 2 ** 40,
            "decimal": decimal.Decimal("3.14"), "nothing": None,
            "when": datetime.datetime(2026, 1, 2, 3, 4, 5),
            "list": ["a", 1, [True]], "table": {"inner": {"depth": 2}},
        })
    channel.basic_publish("", queue, b"body", sent)
    method, received, body = channel.basic_get(queue, auto_ack=True)
    same(body, b"body")
    same(method.message_count, 0)
    same(received.headers, sent.headers)
    same(vars(received), vars(sent))
    same(channel.basic_get(queue), (None, None, None))
    channel.close()


def carries_bodies_of_every_size(connection):
    channel = connection.channel()
    queue = private_queue(channel)
    for size in (0, 1, 131063, 131064, 131065, 1000000):
        body = bytes(i % 251 for i in range(min(size, 251))) * (size // 251 + 1)
        channel.basic_publish("", queue, body[:size])
        _, _, received = channel.basic_get(queue, auto_ack=True)
        assert received == body[:size], "body of %d bytes came back with %d" % (size, len(received))
    channel.close()


def confirms_publishes(connection):
    channel = connection.channel()
    channel.confirm_delivery()
    queue = private_queue(channel)
    for i in range(100):
        channel.basic_publish("", queue, b"%d" % i, mandatory=True)
    same(channel.queue_declare(queue, passive=True).method.message_count, 100)
    channel.close()


def returns_unroutable_messages(connection):
    channel = connection.channel()
    channel.confirm_delivery()
    try:
        channel.basic_publish("", unique("nowhere"), b"lost", mandatory=True)
    except UnroutableError as error:
        returned = error.messages[0]
        same((returned.method.reply_code, returned.method.reply_text), (312, "NO_ROUTE"))
        same(returned.body, b"lost")
    else:
        raise AssertionError("an unroutable mandatory message was not returned")
    channel.basic_publish("", unique("nowhere"), b"dropped", mandatory=False)
    channel.close()


def rejects_what_a_full_queue_cannot_take(connection):
    channel = connection.channel()
    channel.confirm_delivery()
    arguments = {"x-max-length": 1, "x-overflow": "reject-publish"}
    queue = channel.queue_declare("", exclusive=True, arguments=arguments).method.queue
    try:
        for _ in range(10):
            channel.basic_publish("", queue, b"too many")
    except NackError:
        pass
    else:
        raise AssertionError("a full queue took every message")
    channel.close()


def consumes_and_cancels(connection):
    channel = connection.channel()
    queue = private_queue(channel)
    channel.basic_qos(prefetch_count=3)
    for i in range(10):
        channel.basic_publish("", queue, b"%d" % i)
    seen = []
    for method, _, body in channel.consume(queue, inactivity_timeout=10):
        if method is None:
            raise AssertionError("no delivery for ten seconds after %r" % seen)
        seen.append(int(body))
        channel.basic_ack(method.delivery_tag)
        if len(seen) == 5:
            break
    same(seen, [0, 1, 2, 3, 4])
    channel.cancel()  # hands what was prefetched back to the queue
    left = [channel.basic_get(queue, auto_ack=True) for _ in range(5)]
    same([int(body) for _, _, body in left], [5, 6, 7, 8, 9])
    same([method.redelivered for method, _, _ in left[-2:]], [False, False])
    channel.close()


def consumes_by_callback(connection):
    channel = connection.channel()
    queue = private_queue(channel)
    seen = []

    def on_message(source, method, properties, body):
        seen.append(body)
        source.basic_ack(method.delivery_tag)
        if len(seen) == 3:
            source.stop_consuming()

    channel.basic_consume(queue, on_message, consumer_tag="mine")
    for body in (b"a", b"b", b"c"):
        channel.basic_publish("", queue, body)
    channel.start_consuming()
    same(seen, [b"a", b"b", b"c"])
    channel.close()


def tells_consumers_of_a_deleted_queue(connection):
    channel = connection.channel()
    queue = private_queue(channel)
    cancelled = []
    channel.add_on_cancel_callback(lambda frame: cancelled.append(frame.method.consumer_tag))
    channel.basic_consume(queue, lambda *_: None, consumer_tag="orphan")
    other = connection.channel()
    other.queue_delete(queue)
    for _ in range(100):
        if cancelled:
            break
        connection.process_data_events(time_limit=0.1)
    same(cancelled, ["orphan"])
    other.close()
    channel.close()


def closes_the_channel_on_soft_errors(connection):
    missing = unique("missing")
    channel = connection.channel()
    try:
        channel.queue_declare(missing, passive=True)
    except ChannelClosedByBroker as error:
        same((error.reply_code, error.reply_text), (404, "NOT_FOUND - no queue '%s' in vhost '/'" % missing))
    else:
        raise AssertionError("a missing queue was found")
    channel = connection.channel()
    channel.basic_publish("", private_queue(channel), b"x", pika.BasicProperties(user_id="somebody"))
    try:
        connection.process_data_events(time_limit=10)
        channel.queue_declare("", exclusive=True)
    except ChannelClosedByBroker as error:
        same(error.reply_code, 406)
    else:
        raise AssertionError("a forged user-id was accepted")
    assert connection.is_open


def commits_and_rolls_back(connection):
    channel = connection.channel()
    queue = private_queue(channel)
    channel.tx_select()
    channel.basic_publish("", queue, b"dropped")
    channel.tx_rollback()
    channel.basic_publish("", queue, b"kept")
    same(channel.basic_get(queue), (None, None, None))
    channel.tx_commit()
    method, _, body = channel.basic_get(queue)
    same(body, b"kept")
    channel.basic_ack(method.delivery_tag)
    channel.tx_commit()
    channel.close()


def closes_the_connection_on_hard_errors(_):
    connection = pika.BlockingConnection(parameters)
    try:
        connection.channel().basic_qos(prefetch_size=10)
    except ConnectionClosedByBroker as error:
        same((error.reply_code, error.reply_text), (540, "NOT_IMPLEMENTED - prefetch_size!=0 (10)"))
    else:
        raise AssertionError("a prefetch size was accepted")


def main():
    connection = pika.BlockingConnection(parameters)
    for scenario in (
            greets_a_rabbit, keeps_every_property, carries_bodies_of_every_size, confirms_publishes,
            returns_unroutable_messages, rejects_what_a_full_queue_cannot_take, consumes_and_cancels,
            consumes_by_callback, tells_consumers_of_a_deleted_queue, closes_the_channel_on_soft_errors,
            commits_and_rolls_back, closes_the_connection_on_hard_errors):
        print(scenario.__name__, flush=True)
        scenario(connection)
    connection.close()


main()
