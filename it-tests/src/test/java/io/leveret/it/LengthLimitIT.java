package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues that hold no more than they were told to. */
@ExtendWith(BrokerExtension.class)
class LengthLimitIT {
    private Channel channel;
    private TestQueue grave;
    private Inbox dropped;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        grave = TestQueue.on(channel);
    }

    // Old messages make room

    @Test
    void dropsTheOldest() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 2)).publish("a", "b", "c", "d");
        expectDropped("a", "b");
        assertThat(queue.drain()).containsExactly("c", "d");
    }

    @Test
    void dropsTheOldestWhereNobodyAsksForDeadLetters() throws Exception {
        TestQueue queue = TestQueue.with(channel, Map.of("x-max-length", 2, "x-overflow", "drop-head"));
        queue.publish("a", "b", "c", "d");
        assertThat(queue.drain()).containsExactly("c", "d");
    }

    @Test
    void countsTheBytesOfBodies() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length-bytes", 10)).publish("1234", "12345", "1", "123456");
        expectDropped("1234", "12345");
        assertThat(queue.drain()).containsExactly("1", "123456");
    }

    @Test
    void dropsAMessageThatIsTooLargeByItself() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length-bytes", 4)).publish("a", "12345", "b");
        expectDropped("a", "12345");
        assertThat(queue.drain()).containsExactly("b");
    }

    @Test
    void obeysWhicheverLimitIsReachedFirst() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 3, "x-max-length-bytes", 6)).publish("a", "b", "c", "d");
        expectDropped("a");
        queue.publish("12345");
        expectDropped("a", "b", "c");
        assertThat(queue.drain()).containsExactly("d", "12345");
    }

    @Test
    void doesNotCountWhatIsUnacked() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 2)).publish("a", "b");
        queue.get();
        queue.get();
        queue.publish("c", "d");
        assertThat(queue.drain()).containsExactly("c", "d");
        assertThat(grave.ready()).isZero();
    }

    @Test
    void makesRoomForWhatComesBack() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 2)).publish("a", "b");
        GetResponse a = queue.get();
        queue.publish("c");
        channel.basicReject(a.getEnvelope().getDeliveryTag(), true);
        queue.publish("d");
        expectDropped("a", "b");
        assertThat(queue.drain()).containsExactly("c", "d");
    }

    @Test
    void letsConsumersHaveWhatTheyCanTakeFirst() throws Exception {
        channel.basicQos(2);
        TestQueue queue = queue(Map.of("x-max-length", 1));
        Inbox inbox = queue.consume();
        queue.publish("a", "b", "c", "d");
        assertThat(inbox.bodies(2)).containsExactly("a", "b");
        expectDropped("c");
        assertThat(queue.ready()).isEqualTo(1);
    }

    @Test
    void keepsNothingWithoutAnyRoom() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 0)).publish("a");
        expectDropped("a");
        channel.basicQos(1);
        Inbox inbox = queue.consume();
        queue.publish("b", "c");
        assertThat(inbox.bodies(1)).containsExactly("b");
        expectDropped("a", "c");
    }

    @Test
    void confirmsWhatItDrops() throws Exception {
        channel.confirmSelect();
        queue(Map.of("x-max-length", 1)).publish("a", "b", "c");
        assertThat(channel.waitForConfirms(Inbox.PATIENCE.toMillis())).isTrue();
    }

    // New messages are refused

    @Test
    void refusesTheNewest(Connection connection) throws Exception {
        Publisher publisher = new Publisher(connection.createChannel());
        TestQueue queue = queue(Map.of("x-max-length", 2, "x-overflow", "reject-publish"));
        for (String body : List.of("a", "b", "c", "d")) publisher.publish("", queue.name(), body);
        assertThat(publisher.outcome()).containsExactly("a taken", "b taken", "c refused", "d refused");
        assertThat(queue.drain()).containsExactly("a", "b");
        assertThat(grave.ready()).isZero();
    }

    @Test
    void refusesTheNewestByBytes(Connection connection) throws Exception {
        Publisher publisher = new Publisher(connection.createChannel());
        TestQueue queue = queue(Map.of("x-max-length-bytes", 4, "x-overflow", "reject-publish"));
        for (String body : List.of("123", "12", "1")) publisher.publish("", queue.name(), body);
        assertThat(publisher.outcome()).containsExactly("123 taken", "12 refused", "1 taken");
        assertThat(queue.drain()).containsExactly("123", "1");
    }

    @Test
    void refusesEvenWhatAConsumerCouldTake(Connection connection) throws Exception {
        Publisher publisher = new Publisher(connection.createChannel());
        TestQueue queue = queue(Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
        Inbox inbox = queue.consume();
        publisher.publish("", queue.name(), "a");
        assertThat(publisher.outcome()).containsExactly("a refused");
        assertThat(inbox.bodies()).isEmpty();
    }

    @Test
    void dropsTheNewestOfPublishersWithoutConfirms() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish")).publish("a", "b");
        assertThat(queue.drain()).containsExactly("a");
        queue.publish("c");
        assertThat(queue.drain()).containsExactly("c");
    }

    @Test
    void returnsNothingThatIsRefused() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
        Map<String, String> returned = new ConcurrentSkipListMap<>();
        channel.addReturnListener(message -> returned.put(message.getRoutingKey(), message.getReplyText()));
        channel.basicPublish("", queue.name(), true, null, Messages.bytes("a"));
        channel.basicPublish("", "it-missing", true, null, Messages.bytes("b"));
        await().atMost(Inbox.PATIENCE).until(() -> !returned.isEmpty());
        assertThat(returned).containsOnlyKeys("it-missing");
    }

    @Test
    void takesMessagesAgainOnceThereIsRoom(Connection connection) throws Exception {
        Publisher publisher = new Publisher(connection.createChannel());
        TestQueue queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        for (String body : List.of("a", "b")) publisher.publish("", queue.name(), body);
        assertThat(publisher.outcome()).containsExactly("a taken", "b refused");
        queue.drain();
        publisher.publish("", queue.name(), "c");
        assertThat(publisher.outcome()).containsExactly("a taken", "b refused", "c taken");
    }

    @Test
    void refusesWhatOnlySomeQueuesTake(Connection connection, Names names) throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, BuiltinExchangeType.FANOUT);
        TestQueue full = queue(Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
        TestQueue roomy = TestQueue.on(channel);
        for (TestQueue queue : List.of(full, roomy)) channel.queueBind(queue.name(), exchange, "");
        Publisher publisher = new Publisher(connection.createChannel());
        publisher.publish(exchange, "", "a");
        assertThat(publisher.outcome()).containsExactly("a refused");
        roomy.awaitReady(1);
    }

    @Test
    void deadLettersTheNewestWhenToldTo(Connection connection) throws Exception {
        Publisher publisher = new Publisher(connection.createChannel());
        TestQueue queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish-dlx"));
        for (String body : List.of("a", "b")) publisher.publish("", queue.name(), body);
        assertThat(publisher.outcome()).containsExactly("a taken", "b refused");
        expectDropped("b");
        assertThat(queue.drain()).containsExactly("a");
    }

    private TestQueue queue(Map<String, Object> arguments) throws Exception {
        return TestQueue.with(channel, DeadLetters.to(grave, arguments));
    }

    /** These have gone to the grave since the test began, and they have no way back from there. */
    private void expectDropped(String... bodies) throws Exception {
        if (dropped == null) dropped = grave.consume();
        assertThat(dropped.bodies(bodies.length)).containsExactly(bodies);
        assertThat(dropped.deliveries()).extracting(letter -> DeadLetters.headers(letter).get("x-last-death-reason"))
                .containsOnly("maxlen");
    }

    /** Publishes with confirms, and knows what became of each message. */
    private static final class Publisher {
        private final Channel channel;
        private final Map<Long, String> bodies = new TreeMap<>();
        private final Map<Long, String> outcomes = new ConcurrentSkipListMap<>();

        Publisher(Channel channel) throws Exception {
            this.channel = channel;
            channel.confirmSelect();
            channel.addConfirmListener((tag, multiple) -> settle(tag, multiple, "taken"),
                    (tag, multiple) -> settle(tag, multiple, "refused"));
        }

        void publish(String exchange, String routingKey, String body) throws Exception {
            synchronized (bodies) {
                bodies.put(channel.getNextPublishSeqNo(), body);
            }
            Messages.publish(channel, exchange, routingKey, body);
        }

        List<String> outcome() {
            await().atMost(Inbox.PATIENCE).until(() -> outcomes.size() == bodies.size());
            return List.copyOf(outcomes.values());
        }

        private void settle(long last, boolean multiple, String outcome) {
            synchronized (bodies) {
                bodies.forEach((tag, body) -> {
                    if (tag == last || multiple && tag < last) outcomes.putIfAbsent(tag, body + " " + outcome);
                });
            }
        }
    }
}
