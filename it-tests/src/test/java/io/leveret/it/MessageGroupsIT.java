package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages of a group are handled in order by one consumer at a time, groups side by side. */
@ExtendWith(BrokerExtension.class)
@DiffersFromRabbitMq("it has no message groups")
class MessageGroupsIT {
    private static final Map<String, Object> GROUPED = Map.of("x-message-groups", true);

    @Test
    void keepsAGroupWithOneConsumerAndGivesOtherGroupsToOthers(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, GROUPED);
        Inbox first = queue.consume();
        Inbox second = queue.consume();
        publish(queue, "red", "r1", "r2", "r3");
        publish(queue, "blue", "b1", "b2");
        assertThat(first.bodies(3)).containsExactly("r1", "r2", "r3");
        assertThat(second.bodies(2)).containsExactly("b1", "b2");
    }

    @Test
    void handsAGroupOnInOrderWhenItsConsumersChannelCloses(Connection connection, Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, GROUPED);
        Channel dying = connection.createChannel();
        Inbox first = queue.through(dying).consume();
        publish(queue, "red", "r1", "r2", "r3");
        first.awaitSize(3);
        Inbox second = queue.consume();
        dying.close();
        assertThat(second.bodies(3)).containsExactly("r1", "r2", "r3");
        assertThat(second.deliveries()).allSatisfy(delivery -> assertThat(delivery.getEnvelope().isRedeliver()).isTrue());
    }

    @Test
    void goesBackToAReturnedMessageBeforeItGoesOn(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, GROUPED);
        channel.basicQos(1);
        Inbox inbox = queue.consume();
        publish(queue, "red", "r1", "r2");
        channel.basicNack(inbox.tag(0), false, true);
        inbox.ack(1);
        inbox.ack(2);
        assertThat(inbox.bodies(3)).containsExactly("r1", "r1", "r2");
    }

    @Test
    void goesBackToAReturnedMessageWhileEarlierOnesAreHeld(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, GROUPED);
        channel.basicQos(4);
        Inbox inbox = queue.consume();
        publish(queue, "red", "r1", "r2", "r3", "r4");
        channel.basicNack(inbox.tag(3), false, true);
        assertThat(inbox.bodies(5)).containsExactly("r1", "r2", "r3", "r4", "r4");
        channel.basicNack(inbox.tag(1), false, true);
        inbox.ack(2);
        inbox.ack(4);
        assertThat(inbox.bodies(6)).endsWith("r4", "r4", "r2");
    }

    @Test
    void groupsByTheHeaderThatTheQueueNames(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-message-groups", true, "x-message-group-header", "customer"));
        channel.basicQos(1);
        Inbox first = queue.consume();
        Inbox second = queue.consume();
        for (String body : List.of("1", "2")) publish(queue, Map.of("customer", 7), body);
        publish(queue, Map.of("customer", 8), "other");
        assertThat(first.bodies(1)).containsExactly("1");
        assertThat(second.bodies(1)).containsExactly("other");
    }

    @Test
    void waitsForAMessageThatComesBackWithADelay(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-message-groups", true, "x-delayed-retry-type", "all",
                "x-delayed-retry-min", 200));
        channel.basicQos(1);
        Inbox inbox = queue.consume();
        publish(queue, "red", "r1", "r2");
        channel.basicReject(inbox.tag(0), true);
        inbox.ack(1);
        assertThat(inbox.bodies(3)).containsExactly("r1", "r1", "r2");
    }

    @Test
    void handlesManyGroupsInOrderSideBySide(Connection connection, Channel channel) throws Exception {
        int groups = 20_000;
        int perGroup = 2;
        TestQueue queue = TestQueue.with(channel, GROUPED);
        Map<String, Integer> latest = new ConcurrentHashMap<>();
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger outOfOrder = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            Channel own = connection.createChannel();
            own.basicQos(20);
            own.basicConsume(queue.name(), false, (tag, delivery) -> {
                Integer before = latest.put(group(delivery), Integer.valueOf(Messages.text(delivery)));
                if (Integer.parseInt(Messages.text(delivery)) != (before == null ? 0 : before + 1)) outOfOrder.incrementAndGet();
                handled.incrementAndGet();
                own.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            }, tag -> { });
        }
        for (int number = 0; number < perGroup; number++) {
            for (int group = 0; group < groups; group++) publish(queue, "g" + group, String.valueOf(number));
        }
        await().atMost(Inbox.PATIENCE).until(() -> handled.get() == groups * perGroup);
        assertThat(outOfOrder).hasValue(0);
        assertThat(latest).hasSize(groups);
    }

    private static String group(Delivery delivery) {
        return delivery.getProperties().getHeaders().get("x-group-id").toString();
    }

    private static void publish(TestQueue queue, String group, String... bodies) throws IOException {
        for (String body : bodies) publish(queue, Map.of("x-group-id", group), body);
    }

    private static void publish(TestQueue queue, Map<String, Object> headers, String body) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(headers).build();
        queue.channel().basicPublish("", queue.name(), properties, Messages.bytes(body));
    }
}
