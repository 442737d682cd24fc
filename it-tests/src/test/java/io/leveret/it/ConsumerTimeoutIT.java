package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CONSUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumers that hold messages too long lose them to others. */
@ExtendWith(BrokerExtension.class)
class ConsumerTimeoutIT {
    private static final int SHORT = 200;

    private Channel channel;
    private Channel slow;
    private Names names;

    @BeforeEach
    void declare(Connection connection, Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.slow = connection.createChannel();
        this.names = names;
    }

    @Test
    void endsAConsumerThatTakesTooLong() throws Exception {
        TestQueue queue = queue(SHORT);
        Inbox inbox = consumeOne(queue);
        queue.publish("a", "b");
        await().atMost(Inbox.PATIENCE).until(inbox::isCancelled);
        assertThat(inbox.bodies()).containsExactly("a");
        assertThat(slow.isOpen()).isTrue();
        queue.awaitReady(2);
    }

    @Test
    void givesItsMessageToOthers() throws Exception {
        TestQueue queue = queue(SHORT);
        Inbox inbox = consumeOne(queue);
        queue.publish("a");
        inbox.awaitSize(1);
        GetResponse second = Drained.nextUnacked(channel, queue.name());
        assertThat(Messages.text(second)).isEqualTo("a");
        assertThat(second.getEnvelope().isRedeliver()).isTrue();
        assertThat(DeadLetters.headers(second.getProps())).isEqualTo(Map.of("x-acquired-count", 1L));
        channel.basicAck(second.getEnvelope().getDeliveryTag(), false);
    }

    @Test
    @DiffersFromRabbitMq("keeps the consumer, and serves it again after its late ack")
    void forgetsTheConsumer() throws Exception {
        TestQueue queue = queue(SHORT);
        Inbox inbox = consumeOne(queue);
        queue.publish("a");
        await().atMost(Inbox.PATIENCE).until(inbox::isCancelled);
        assertThat(channel.consumerCount(queue.name())).isZero();
        inbox.ack(0);
        assertThat(TestQueue.on(slow).publish("x").drain()).containsExactly("x");
        assertThat(queue.ready()).isEqualTo(1);
        assertThat(inbox.bodies()).containsExactly("a");
    }

    @Test
    void leavesConsumersThatAckInTimeAlone() throws Exception {
        TestQueue queue = queue(2_000);
        Inbox prompt = consumeOne(queue);
        queue.publish("a");
        prompt.ack(0);
        TestQueue other = queue(2_000);
        Inbox late = Inbox.on(slow, other.name());
        other.publish("x");
        await().atMost(Inbox.PATIENCE).until(late::isCancelled);
        assertThat(prompt.isCancelled()).isFalse();
        queue.publish("b");
        assertThat(prompt.bodies(2)).containsExactly("a", "b");
    }

    @Test
    void leavesConsumersWithoutAcksAlone() throws Exception {
        TestQueue queue = queue(SHORT);
        Inbox careless = Inbox.withoutAcks(slow, queue.name());
        queue.publish("a");
        careless.awaitSize(1);
        TestQueue other = queue(SHORT);
        Inbox late = Inbox.on(slow, other.name());
        other.publish("x");
        await().atMost(Inbox.PATIENCE).until(late::isCancelled);
        queue.publish("b");
        assertThat(careless.bodies(2)).containsExactly("a", "b");
    }

    @Test
    void takesTheTimeThatAConsumerBrings() throws Exception {
        TestQueue queue = TestQueue.quorum(channel, names, Map.of());
        Inbox inbox = new Inbox(slow);
        slow.basicConsume(queue.name(), false, Map.of("x-consumer-timeout", SHORT), inbox);
        queue.publish("a");
        await().atMost(Inbox.PATIENCE).until(inbox::isCancelled);
    }

    @Test
    void closesTheChannelOfAClientThatWouldNotUnderstand(ConnectionFactory factory) throws Exception {
        Channel unaware = unaware(factory);
        TestQueue queue = queue(SHORT);
        assertThat(timeOut(unaware, queue).text()).startsWith("PRECONDITION_FAILED - delivery acknowledgement on channel 1"
                + " timed out. Timeout value used: ").endsWith(" ms. This timeout value can be configured, see consumers"
                + " doc guide to learn more");
        assertThat(Messages.text(Drained.next(channel, queue.name()))).isEqualTo("a");
    }

    @Test
    @DiffersFromRabbitMq("says -1 ms")
    void tellsTheTimeWithWhichItClosesAChannel(ConnectionFactory factory) throws Exception {
        timeOut(unaware(factory), queue(SHORT)).is(406, "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed"
                + " out. Timeout value used: 200 ms. This timeout value can be configured, see consumers doc guide to"
                + " learn more", MethodId.NONE);
    }

    @Test
    @DiffersFromRabbitMq("refuses the argument")
    void holdsForClassicQueuesToo() throws Exception {
        TestQueue queue = TestQueue.with(slow, Map.of("x-consumer-timeout", SHORT));
        Inbox inbox = queue.consume();
        queue.publish("a");
        await().atMost(Inbox.PATIENCE).until(inbox::isCancelled);
        assertThat(Messages.text(Drained.next(slow, queue.name()))).isEqualTo("a");
    }

    @Test
    void closesTheChannelOfAGetThatIsHeldTooLong() throws Exception {
        TestQueue queue = queue(SHORT).publish("a", "b");
        Refusal.ofChannel(slow, () -> Drained.nextUnacked(slow, queue.name()));
        assertThat(Messages.text(Drained.next(channel, queue.name()))).isEqualTo("a");
        assertThat(queue.drain()).containsExactly("b");
    }

    @Test
    @DiffersFromRabbitMq("says -1 ms")
    void tellsTheTimeThatAGetWasHeldTooLong() throws Exception {
        TestQueue queue = queue(SHORT).publish("a");
        Refusal.ofChannel(slow, () -> Drained.nextUnacked(slow, queue.name()))
                .is(406, "PRECONDITION_FAILED - delivery acknowledgement on channel 2 timed out. Timeout value used: 200 ms."
                        + " This timeout value can be configured, see consumers doc guide to learn more", MethodId.NONE);
    }

    @Test
    void leavesAGetThatIsAckedInTimeAlone() throws Exception {
        GetResponse prompt = Drained.nextUnacked(channel, queue(SHORT).publish("a").name());
        channel.basicAck(prompt.getEnvelope().getDeliveryTag(), false);
        TestQueue other = queue(SHORT).publish("x");
        Refusal.ofChannel(slow, () -> Drained.nextUnacked(slow, other.name()));
        assertThat(channel.isOpen()).isTrue();
    }

    static Stream<Arguments> badTimes() {
        return Stream.of(arguments(-1, "{value_negative,-1}"), arguments("1", "\"expected integer, got longstr\""));
    }

    @ParameterizedTest
    @MethodSource("badTimes")
    void refusesConsumersWithAnImpossibleTime(Object time, String problem) throws Exception {
        TestQueue queue = TestQueue.quorum(channel, names, Map.of());
        Map<String, Object> arguments = Map.of("x-consumer-timeout", time);
        Refusal.ofChannel(slow, () -> slow.basicConsume(queue.name(), false, arguments, new Inbox(slow)))
                .is(406, "PRECONDITION_FAILED - invalid arg 'x-consumer-timeout' for queue '" + queue.name()
                        + "' in vhost '/': " + problem, BASIC_CONSUME);
    }

    private static Refusal timeOut(Channel unaware, TestQueue queue) {
        return Refusal.ofChannel(unaware, () -> {
            Inbox inbox = Inbox.on(unaware, queue.name());
            queue.publish("a");
            inbox.awaitSize(1);
        });
    }

    private static Channel unaware(ConnectionFactory factory) throws Exception {
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        properties.put("capabilities", Map.of("consumer_cancel_notify", false));
        factory.setClientProperties(properties);
        return factory.newConnection().createChannel();
    }

    private TestQueue queue(int timeout) throws Exception {
        return TestQueue.quorum(channel, names, Map.of("x-consumer-timeout", timeout));
    }

    private Inbox consumeOne(TestQueue queue) throws Exception {
        slow.basicQos(1);
        return Inbox.on(slow, queue.name());
    }
}
