package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.impl.NetworkConnection;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the broker publishes to {@code amq.rabbitmq.event}; on RabbitMQ its plugin rabbitmq_event_exchange does. */
@ExtendWith(BrokerExtension.class)
class EventExchangeIT {
    private final Channel channel;
    private final TestQueue events;

    EventExchangeIT(Channel channel) throws Exception {
        this.channel = channel;
        this.events = TestQueue.on(channel);
    }

    @Test
    void tellsWhatIsDeclaredBoundAndDeleted(Names names) throws Exception {
        Inbox inbox = listen("#");
        String exchange = names.fresh();
        String queue = names.fresh();
        channel.exchangeDeclare(exchange, "topic", true);
        channel.queueDeclare(queue, true, false, false, Map.of());
        channel.queueBind(queue, exchange, "a.b");
        channel.queueUnbind(queue, exchange, "a.b");
        channel.queueDelete(queue);
        channel.exchangeDelete(exchange);
        assertThat(find(inbox, "exchange.created", "name", exchange)).containsEntry("durable", true);
        assertThat(asText(find(inbox, "exchange.created", "name", exchange), "type")).isEqualTo("topic");
        assertThat(asText(find(inbox, "queue.created", "name", queue), "type")).isEqualTo("rabbit_classic_queue");
        Map<String, Object> binding = find(inbox, "binding.created", "destination_name", queue);
        assertThat(List.of(asText(binding, "source_name"), asText(binding, "destination_kind"),
                asText(binding, "routing_key"), asText(binding, "vhost"))).containsExactly(exchange, "queue", "a.b", "/");
        find(inbox, "binding.deleted", "destination_name", queue);
        find(inbox, "queue.deleted", "name", queue);
        find(inbox, "exchange.deleted", "name", exchange);
    }

    @Test
    void tellsWhoConnects(ConnectionFactory factory) throws Exception {
        Inbox inbox = listen("connection.*");
        Connection connection = factory.newConnection();
        String port = ":" + ((NetworkConnection) connection).getLocalPort() + " -> ";
        connection.close();
        Awaitility.await().untilAsserted(() -> assertThat(inbox.deliveries())
                .filteredOn(delivery -> asText(delivery.getProperties().getHeaders(), "name").contains(port))
                .extracting(delivery -> delivery.getEnvelope().getRoutingKey())
                .containsExactly("connection.created", "connection.closed"));
        BasicProperties properties = inbox.delivery(0).getProperties();
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getTimestamp()).isNotNull();
    }

    @Test
    void tellsAboutConnectionsWhatIsKnown(ConnectionFactory factory) throws Exception {
        Inbox inbox = listen("connection.*");
        factory.setRequestedHeartbeat(17);
        Connection connection = factory.newConnection("my name");
        int port = ((NetworkConnection) connection).getLocalPort();
        connection.close();
        Map<String, Object> created = find(inbox, "connection.created", "peer_port", String.valueOf(port));
        assertThat(created).containsEntry("port", (long) factory.getPort()).containsEntry("timeout", 17L)
                .containsEntry("frame_max", 131_072L).containsEntry("channel_max", 2047L).containsEntry("ssl", false)
                .containsKeys("host", "peer_host", "pid", "node", "client_properties");
        assertThat(List.of(asText(created, "user_provided_name"), asText(created, "auth_mechanism"), asText(created, "type"),
                asText(created, "protocol"), asText(created, "user"), asText(created, "vhost")))
                .containsExactly("my name", "PLAIN", "network", "{0,9,1}", "guest", "/");
        assertThat((long) created.get("connected_at")).isLessThanOrEqualTo((long) created.get("timestamp_in_ms"));
        Map<String, Object> closed = find(inbox, "connection.closed", "user_provided_name", "my name");
        assertThat(closed).containsKeys("node", "client_properties").containsEntry("pid", created.get("pid"));
    }

    @Test
    void tellsWhoLogsInAndWhoIsRefused(ConnectionFactory factory) throws Exception {
        Inbox inbox = listen("user.authentication.*");
        Connection connection = factory.newConnection();
        String port = String.valueOf(((NetworkConnection) connection).getLocalPort());
        connection.close();
        factory.setUsername("nobody");
        assertThatThrownBy(factory::newConnection).isInstanceOf(AuthenticationFailureException.class);
        Map<String, Object> success = find(inbox, "user.authentication.success", "peer_port", port);
        assertThat(List.of(asText(success, "name"), asText(success, "auth_mechanism"), asText(success, "connection_type"),
                asText(success, "protocol"), asText(success, "ssl"))).containsExactly("guest", "PLAIN", "network", "{0,9,1}", "false");
        assertThat(asText(success, "connection_name")).contains(":" + port + " -> ");
        assertThat(find(inbox, "user.authentication.failure", "name", "nobody")).containsKey("error");
    }

    @Test
    void tellsOfChannelsAndConsumers(ConnectionFactory factory) throws Exception {
        TestQueue queue = TestQueue.shared(channel);
        Inbox inbox = listen("channel.*");
        channel.queueBind(events.name(), "amq.rabbitmq.event", "consumer.*");
        Connection connection = factory.newConnection();
        Channel other = connection.createChannel(5);
        String tag = other.basicConsume(queue.name(), true, new Inbox(other));
        other.basicCancel(tag);
        other.basicConsume(queue.name(), false, new Inbox(other));
        connection.close();
        Map<String, Object> opened = find(inbox, "channel.created", "number", "5");
        assertThat(asText(opened, "name")).endsWith(" (5)");
        assertThat(List.of(asText(opened, "user"), asText(opened, "vhost"))).containsExactly("guest", "/");
        Map<String, Object> consumer = find(inbox, "consumer.created", "consumer_tag", tag);
        assertThat(consumer).containsEntry("ack_required", false).containsEntry("exclusive", false)
                .containsEntry("prefetch_count", 0L);
        assertThat(List.of(asText(consumer, "queue"), asText(consumer, "vhost"), asText(consumer, "user_who_performed_action")))
                .containsExactly(queue.name(), "/", "guest");
        find(inbox, "consumer.deleted", "consumer_tag", tag);
        Awaitility.await().untilAsserted(() -> assertThat(inbox.deliveries())
                .extracting(delivery -> delivery.getEnvelope().getRoutingKey()).contains("channel.closed"));
    }

    @Test
    @DiffersFromRabbitMq("tells nothing")
    void tellsOfConsumersThatEndWithTheirChannel(ConnectionFactory factory) throws Exception {
        Inbox inbox = listen("consumer.*");
        Connection connection = factory.newConnection();
        Channel other = connection.createChannel();
        String tag = other.basicConsume(TestQueue.shared(channel).name(), false, new Inbox(other));
        connection.close();
        find(inbox, "consumer.deleted", "consumer_tag", tag);
    }

    @Test
    void tellsWhoDidIt(Names names) throws Exception {
        Inbox inbox = listen("#");
        String queue = names.fresh();
        channel.queueDeclare(queue, true, false, false, Map.of());
        channel.queueBind(queue, "amq.fanout", "");
        channel.queueUnbind(queue, "amq.fanout", "");
        channel.queueDelete(queue);
        for (String event : List.of("queue.created", "queue.deleted")) {
            assertThat(asText(find(inbox, event, "name", queue), "user_who_performed_action")).isEqualTo("guest");
        }
        for (String event : List.of("binding.created", "binding.deleted")) {
            assertThat(asText(find(inbox, event, "destination_name", queue), "user_who_performed_action")).isEqualTo("guest");
        }
    }

    private Inbox listen(String pattern) throws Exception {
        channel.queueBind(events.name(), "amq.rabbitmq.event", pattern);
        return events.consumeWithoutAcks();
    }

    private static Map<String, Object> find(Inbox inbox, String event, String header, String value) {
        return Awaitility.await().until(() -> inbox.deliveries().stream()
                .filter(delivery -> delivery.getEnvelope().getRoutingKey().equals(event))
                .map(Delivery::getProperties).map(BasicProperties::getHeaders)
                .filter(headers -> asText(headers, header).equals(value)).findAny(), found -> found.isPresent()).orElseThrow();
    }

    private static String asText(Map<String, Object> headers, String name) {
        return String.valueOf(headers.get(name));
    }
}
