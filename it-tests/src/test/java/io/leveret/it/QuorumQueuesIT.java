package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static io.leveret.it.MethodId.QUEUE_DELETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Queues of the type {@code quorum}: what they do otherwise than classic ones, and that the rest is the same. */
@ExtendWith(BrokerExtension.class)
class QuorumQueuesIT {
    private static final int SHORT = 100;

    private Channel channel;
    private Names names;
    private TestQueue grave;
    private Inbox dead;

    @BeforeEach
    void declare(Channel channel, Names names) throws Exception {
        this.channel = channel;
        this.names = names;
        grave = TestQueue.on(channel);
        dead = grave.consume();
    }

    // Consumers

    @Test
    void takeNoNoticeOfExclusiveConsumers(Connection connection) throws Exception {
        TestQueue queue = queue(Map.of());
        consumeExclusively(queue);
        consumeExclusively(queue.through(connection.createChannel()));
        queue.consume();
        assertThat(channel.consumerCount(queue.name())).isEqualTo(3);
    }

    @Test
    void takeAnExclusiveConsumerWhereOneIsActive() throws Exception {
        TestQueue queue = queue(Map.of("x-single-active-consumer", true));
        assertThat(consumeExclusively(queue.publish("a")).bodies(1)).containsExactly("a");
    }

    @Test
    void areConsumedOnChannelsWithAPrefetchForAll() throws Exception {
        channel.basicQos(1, true);
        TestQueue queue = queue(Map.of()).publish("a", "b");
        Inbox inbox = queue.consume();
        inbox.ack(0);
        assertThat(inbox.bodies(2)).containsExactly("a", "b");
    }

    // Deleting

    static Stream<Arguments> conditions() {
        return Stream.of(arguments(true, false, "if-unused"), arguments(false, true, "if-empty"),
                arguments(true, true, "if-unused"));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void areNotDeletedUnderAConditionThatWouldHold(boolean ifUnused, boolean ifEmpty, String flag, Connection connection)
            throws Exception {
        TestQueue queue = queue(Map.of());
        Refusal.ofConnection(connection, () -> channel.queueDelete(queue.name(), ifUnused, ifEmpty))
                .is(540, "NOT_IMPLEMENTED - cannot delete queue '" + queue.name() + "' in vhost '/'. queue.delete operations"
                        + " with " + flag + " flag set are not supported by quorum queues", QUEUE_DELETE);
    }

    @Test
    void areDeletedWithWhatTheyHold() throws Exception {
        TestQueue queue = queue(Map.of()).fill("a", "b");
        assertThat(channel.queueDelete(queue.name()).getMessageCount()).isEqualTo(2);
        Refusal.ofChannel(channel, queue::ready)
                .is(404, "NOT_FOUND - no queue '" + queue.name() + "' in vhost '/'", QUEUE_DECLARE);
    }

    // Dead letters

    @Test
    void deadLetterWhatIsRejected() throws Exception {
        TestQueue queue = queue(Map.of()).publish("a");
        GetResponse got = Drained.nextUnacked(channel, queue.name());
        channel.basicReject(got.getEnvelope().getDeliveryTag(), false);
        expectDeaths(queue, "rejected", "a");
    }

    @Test
    void deadLetterWhatFailedTooOften() throws Exception {
        TestQueue queue = queue(Map.of("x-delivery-limit", 1)).publish("a");
        for (int i = 0; i < 2; i++) {
            GetResponse got = Drained.nextUnacked(channel, queue.name());
            channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
        }
        expectDeaths(queue, "delivery_limit", "a");
    }

    @Test
    void deadLetterInTheOrderOfRejection() throws Exception {
        TestQueue queue = queue(Map.of()).publish("a", "b", "c");
        Inbox inbox = queue.consume();
        inbox.awaitSize(3);
        channel.basicNack(inbox.tag(2), true, false);
        expectDeaths(queue, "rejected", "a", "b", "c");
    }

    // Time to live

    @Test
    void expireMessagesAfterTheTimeOfTheQueue() throws Exception {
        TestQueue queue = queue(Map.of("x-message-ttl", SHORT)).publish("a", "b");
        expectDeaths(queue, "expired", "a", "b");
        queue.awaitReady(0);
    }

    @Test
    void expireAMessageAfterItsOwnTime() throws Exception {
        TestQueue queue = queue(Map.of());
        publish(queue, "a", new BasicProperties.Builder().expiration(String.valueOf(SHORT)).build());
        expectDeaths(queue, "expired", "a");
    }

    @Test
    void keepWhatAConsumerHoldsUntilItComesBack() throws Exception {
        TestQueue queue = queue(Map.of("x-message-ttl", SHORT)).publish("held");
        GetResponse held = Drained.nextUnacked(channel, queue.name());
        queue.publish("ready");
        expectDeaths(queue, "expired", "ready");
        channel.basicNack(held.getEnvelope().getDeliveryTag(), false, true);
        expectDeaths(queue, "expired", "ready", "held");
    }

    // Length limits

    @Test
    void dropTheOldestBeyondTheLength() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length", 2)).publish("a", "b", "c", "d");
        expectDeaths(queue, "maxlen", "a", "b");
        queue.awaitReady(2);
        assertThat(queue.drain()).containsExactly("c", "d");
    }

    @Test
    void dropTheOldestBeyondTheBytes() throws Exception {
        TestQueue queue = queue(Map.of("x-max-length-bytes", 10_000));
        String[] bodies = Stream.of(4_000, 5_000, 1_000, 6_000).map("x"::repeat).toArray(String[]::new);
        queue.publish(bodies);
        expectDeaths(queue, "maxlen", bodies[0], bodies[1]);
        queue.awaitReady(2);
        assertThat(queue.drain()).containsExactly(bodies[2], bodies[3]);
    }

    @Test
    void dropTheOldestWhereTheNewOneShouldBeDeadLettered() throws Exception {
        channel.confirmSelect();
        TestQueue queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish-dlx")).publish("a", "b", "c");
        assertThat(channel.waitForConfirms(Inbox.PATIENCE.toMillis())).isTrue();
        expectDeaths(queue, "maxlen", "a", "b");
        queue.awaitReady(1);
        assertThat(queue.drain()).containsExactly("c");
    }

    @Test
    void refuseWhatIsTooManyWhereAsked() throws Exception {
        channel.confirmSelect();
        TestQueue queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        boolean taken = true;
        for (int i = 0; i < 100 && taken; i++) taken = queue.publish("m" + i).channel().waitForConfirms();
        assertThat(taken).isFalse();
        assertThat(dead.bodies()).isEmpty();
    }

    private TestQueue queue(Map<String, Object> arguments) throws IOException {
        return TestQueue.quorum(channel, names, DeadLetters.to(grave, arguments));
    }

    private static Inbox consumeExclusively(TestQueue queue) throws IOException {
        Inbox inbox = new Inbox(queue.channel());
        queue.channel().basicConsume(queue.name(), false, "", false, true, Map.of(), inbox);
        return inbox;
    }

    private static void publish(TestQueue queue, String body, BasicProperties properties) throws IOException {
        queue.channel().basicPublish("", queue.name(), properties, Messages.bytes(body));
    }

    private void expectDeaths(TestQueue queue, String reason, String... bodies) {
        assertThat(dead.bodies(bodies.length)).containsExactly(bodies);
        assertThat(dead.deliveries()).allSatisfy(letter ->
                assertThat(DeadLetters.history(letter)).containsExactly(queue.name() + " " + reason + " 1"));
    }
}
