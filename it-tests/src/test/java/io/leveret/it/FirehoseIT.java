package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.NetworkConnection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is published and delivered in a virtual host that is traced comes to {@code amq.rabbitmq.trace} as well. */
@ExtendWith(BrokerExtension.class)
class FirehoseIT {
    private static final String TRACE = "amq.rabbitmq.trace";

    private final Admin admin;
    private final String virtualHost;
    private final Connection traced;
    private final Channel channel;
    private final Channel observer;
    private final TestQueue queue;

    FirehoseIT(Admin admin) throws Exception {
        this.admin = admin;
        this.virtualHost = admin.virtualHost();
        this.traced = admin.connect(virtualHost);
        this.channel = traced.createChannel(7);
        this.observer = admin.connect(virtualHost).createChannel();
        this.queue = TestQueue.on(channel);
        admin.control().setTracing(virtualHost, true);
    }

    @Test
    void copiesWhatIsPublished() throws Exception {
        Inbox copies = observe("publish.#");
        channel.exchangeDeclare("x", "fanout", false, true, Map.of());
        channel.queueBind(queue.name(), "x", "");
        channel.basicPublish("x", "key", null, Messages.bytes("body"));
        Delivery copy = copies.delivery(0);
        assertThat(copy.getEnvelope().getRoutingKey()).isEqualTo("publish.x");
        assertThat(copy.getEnvelope().getExchange()).isEqualTo(TRACE);
        assertThat(Messages.text(copy)).isEqualTo("body");
        assertThat(copy.getProperties().getDeliveryMode()).isNull();
        Map<String, Object> headers = copy.getProperties().getHeaders();
        assertThat(headers).containsOnlyKeys("exchange_name", "routing_keys", "properties", "node", "vhost", "connection",
                "channel", "user", "routed_queues");
        assertThat(texts(headers, "exchange_name", "vhost", "user")).containsExactly("x", virtualHost, "guest");
        assertThat(headers.get("routing_keys")).asString().isEqualTo("[key]");
        assertThat(headers.get("routed_queues")).asString().isEqualTo("[" + queue.name() + "]");
        assertThat(headers.get("properties")).isEqualTo(Map.of());
        assertThat(headers.get("channel")).isEqualTo(7);
        assertThat(headers.get("connection")).asString()
                .contains(":" + ((NetworkConnection) traced).getLocalPort() + " -> ");
        assertThat(headers.get("node")).asString().contains("@");
    }

    @Test
    void copiesWhatIsDelivered() throws Exception {
        Inbox copies = observe("deliver." + queue.name());
        queue.publish("body");
        queue.awaitReady(1);
        GetResponse got = queue.get();
        channel.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
        queue.consumeWithoutAcks().awaitSize(1);
        assertThat(copies.bodies(2)).containsExactly("body", "body");
        Map<String, Object> headers = copies.delivery(0).getProperties().getHeaders();
        assertThat(headers).containsOnlyKeys("exchange_name", "routing_keys", "properties", "node", "vhost", "connection",
                "channel", "user", "redelivered");
        assertThat(texts(headers, "exchange_name", "routing_keys", "vhost")).containsExactly("", "[" + queue.name() + "]",
                virtualHost);
        assertThat(headers.get("redelivered")).isEqualTo(0);
        assertThat(copies.delivery(1).getProperties().getHeaders()).containsEntry("redelivered", 1);
    }

    @Test
    void hasTheOriginalsProperties() throws Exception {
        Inbox copies = observe("publish.");
        BasicProperties original = new BasicProperties.Builder().contentType("text/plain").contentEncoding("utf-8")
                .headers(Map.of("n", 5, "CC", List.of("other"), "BCC", List.of("blind"))).deliveryMode(2).priority(4).correlationId("c")
                .replyTo("r").expiration("60000").messageId("m").timestamp(new Date(5000)).type("t").userId("guest")
                .appId("a").build();
        channel.basicPublish("", queue.name(), original, Messages.bytes("body"));
        Map<String, Object> headers = copies.delivery(0).getProperties().getHeaders();
        assertThat(headers.get("routing_keys")).asString().isEqualTo("[" + queue.name() + ", other, blind]");
        @SuppressWarnings("unchecked")
        Map<String, Object> properties = (Map<String, Object>) headers.get("properties");
        assertThat(texts(properties, "content_type", "content_encoding", "correlation_id", "reply_to", "expiration",
                "message_id", "type", "user_id", "app_id")).containsExactly("text/plain", "utf-8", "c", "r", "60000", "m", "t",
                "guest", "a");
        assertThat(properties).containsEntry("delivery_mode", 2).containsEntry("priority", 4).containsEntry("timestamp", 5);
        @SuppressWarnings("unchecked")
        Map<String, Object> itsHeaders = (Map<String, Object>) properties.get("headers");
        assertThat(itsHeaders).containsOnlyKeys("n", "CC").containsEntry("n", 5);
    }

    @Test
    void copiesWhatGoesNowhereAndWhatIsRolledBack() throws Exception {
        Inbox copies = observe("#");
        Channel transactional = traced.createChannel();
        transactional.txSelect();
        transactional.basicPublish("amq.fanout", "", null, Messages.bytes("rolled back"));
        transactional.txRollback();
        channel.basicPublish("amq.direct", "", null, Messages.bytes("nowhere"));
        assertThat(copies.bodies(2)).containsExactly("rolled back", "nowhere");
        assertThat(copies.delivery(1).getProperties().getHeaders().get("routed_queues")).isEqualTo(List.of());
    }

    @Test
    void copiesDirectReplies() throws Exception {
        Inbox copies = observe("#");
        Inbox replies = Inbox.withoutAcks(channel, "amq.rabbitmq.reply-to");
        channel.basicPublish("", queue.name(), new BasicProperties.Builder().replyTo("amq.rabbitmq.reply-to").build(),
                Messages.bytes("question"));
        String address = queue.consumeWithoutAcks().delivery(0).getProperties().getReplyTo();
        Messages.publish(channel, "", address, "answer");
        replies.awaitSize(1);
        copies.awaitSize(4);
        assertThat(copies.deliveries()).extracting(copy -> copy.getEnvelope().getRoutingKey())
                .containsExactly("publish.", "deliver." + queue.name(), "publish.", "deliver." + address);
    }

    @Test
    void stopsWhenItIsTurnedOff() throws Exception {
        Inbox copies = observe("#");
        queue.publish("traced");
        copies.awaitSize(1);
        admin.control().setTracing(virtualHost, false);
        queue.publish("not traced", "neither");
        queue.awaitReady(3);
        admin.control().setTracing(virtualHost, true);
        queue.publish("traced again");
        assertThat(copies.bodies(2)).containsExactly("traced", "traced again");
    }

    @Test
    @DiffersFromRabbitMq("traces copies that were dead-lettered, and so goes on for ever")
    void doesNotTraceItself() throws Exception {
        observer.exchangeDeclare("dead", "fanout", false, true, Map.of());
        TestQueue dead = TestQueue.on(observer);
        observer.queueBind(dead.name(), "dead", "");
        TestQueue dying = TestQueue.with(observer, Map.of("x-message-ttl", 0, "x-dead-letter-exchange", "dead"));
        observer.queueBind(dying.name(), TRACE, "#");
        Inbox copies = observe("#");
        Inbox deadCopies = dead.consumeWithoutAcks();
        queue.publish("first");
        assertThat(deadCopies.bodies(1)).containsExactly("first");
        queue.publish("second");
        assertThat(deadCopies.bodies(2)).containsExactly("first", "second");
        assertThat(copies.bodies(2)).containsExactly("first", "second");
    }

    @Test
    @DiffersFromRabbitMq("ends the connection of whoever gets the copy")
    void shortensKeysThatWouldBeTooLong() throws Exception {
        Inbox copies = observe("#");
        String longest = "q".repeat(255);
        channel.queueDeclare(longest, false, true, false, Map.of());
        Messages.publish(channel, "", longest, "body");
        Inbox.withoutAcks(channel, longest).awaitSize(1);
        copies.awaitSize(2);
        assertThat(copies.delivery(1).getEnvelope().getRoutingKey()).isEqualTo("deliver." + "q".repeat(247));
    }

    private Inbox observe(String pattern) throws Exception {
        TestQueue copies = TestQueue.on(observer);
        observer.queueBind(copies.name(), TRACE, pattern);
        return copies.consumeWithoutAcks();
    }

    private static List<String> texts(Map<String, Object> table, String... names) {
        return List.of(names).stream().map(name -> String.valueOf(table.get(name))).toList();
    }
}
