package io.leveret.engine;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.queue.ConsumerRequest;
import io.leveret.engine.queue.QueueRef;

/**
 * Says in the words of RabbitMQ what a client begins and ends. Connections and channels go by their names, where RabbitMQ
 * has process ids.
 */
public final class ClientEvents {

    private final Events events;
    private final String connection;
    private final String user;
    private final String virtualHost;

    ClientEvents(Events events, String connection, String user, String virtualHost) {
        this.events = events;
        this.connection = connection;
        this.user = user;
        this.virtualHost = virtualHost;
    }

    void connected() {
        events.tell("connection.created", () -> acted().put("name", connection).put("user", user).build());
    }

    void disconnected() {
        events.tell("connection.closed", () -> FieldTable.builder().put("name", connection).build());
    }

    public void channelCreated(int number) {
        events.tell("channel.created", () -> channel(number).put("user", user).build());
    }

    public void channelClosed(int number) {
        events.tell("channel.closed", () -> channel(number).build());
    }

    public void consumerCreated(int channel, QueueRef queue, ConsumerRequest request) {
        events.tell("consumer.created", () -> consumer(channel, queue, request.tag())
            .put("exclusive", request.exclusive())
            .put("ack_required", !request.noAck())
            .put("prefetch_count", FieldValue.longInt(request.prefetch()))
            .put("arguments", request.arguments()).build());
    }

    public void consumerDeleted(int channel, QueueRef queue, String tag) {
        events.tell("consumer.deleted", () -> consumer(channel, queue, tag).build());
    }

    private FieldTable.Builder channel(int number) {
        return acted().put("name", name(number))
            .put("number", FieldValue.longInt(number))
            .put("connection", connection);
    }

    private FieldTable.Builder consumer(int channel, QueueRef queue, String tag) {
        return acted().put("consumer_tag", tag)
            .put("queue", queue.name())
            .put("channel", name(channel));
    }

    private FieldTable.Builder acted() {
        return FieldTable.builder().put("vhost", virtualHost).put(Events.ACTOR, user);
    }

    private String name(int channel) {
        return connection + " (" + channel + ")";
    }
}
