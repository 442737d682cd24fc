package io.leveret.engine;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.queue.ConsumerRequest;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.ClientDetails;

/**
 * Says in the words of RabbitMQ what a client begins and ends. Connections and channels go by their names, where RabbitMQ
 * has process ids.
 */
public final class ClientEvents {

    private final Events events;
    private final String connection;
    private final ClientDetails details;
    private final String user;
    private final String virtualHost;

    ClientEvents(Events events, String connection, ClientDetails details, String user, String virtualHost) {
        this.events = events;
        this.connection = connection;
        this.details = details;
        this.user = user;
        this.virtualHost = virtualHost;
    }

    void connected() {
        events.tell("connection.created", () -> TlsFields.put(details.tls(), connection()).put("user", user)
            .put("vhost", virtualHost)
            .put(Events.ACTOR, user)
            .put("type", "network")
            .put("protocol", "{0,9,1}")
            .put("auth_mechanism", details.mechanism())
            .put("host", details.host())
            .put("port", FieldValue.longInt(details.port()))
            .put("peer_host", details.peerHost())
            .put("peer_port", FieldValue.longInt(details.peerPort()))
            .put("channel_max", FieldValue.longInt(details.channelMax()))
            .put("frame_max", FieldValue.longInt(details.frameMax()))
            .put("timeout", FieldValue.longInt(details.heartbeat()))
            .put("connected_at", FieldValue.longInt(details.connectedAt())).build());
    }

    void disconnected() {
        events.tell("connection.closed", () -> connection().build());
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

    private FieldTable.Builder connection() {
        FieldTable.Builder table = FieldTable.builder().put("name", connection)
            .put("pid", connection)
            .put("node", details.node())
            .put("client_properties", details.properties());
        details.givenName().ifPresent(name -> table.put("user_provided_name", name));
        return table;
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
