package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_QOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many unacked messages a consumer, or a whole channel, may hold. What is not delivered stays ready. */
@ExtendWith(BrokerExtension.class)
class PrefetchIT {
    private static final boolean PER_CONSUMER = false;
    private static final boolean PER_CHANNEL = true;

    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.on(channel);
    }

    @Test
    void holdsBackWhatAConsumerHasNoRoomFor() throws Exception {
        channel.basicQos(3);
        Inbox inbox = queue.consume();
        publish(10);
        expect(List.of(inbox), 3, 7);
    }

    @Test
    void holdsBackNothingWithoutALimit() throws Exception {
        channel.basicQos(1);
        channel.basicQos(0);
        Inbox inbox = queue.consume();
        publish(500);
        expect(List.of(inbox), 500, 0);
    }

    @Test
    void makesRoomWithEveryAck() throws Exception {
        channel.basicQos(1);
        Inbox inbox = queue.consume();
        publish(3);
        inbox.ack(0);
        inbox.ack(1);
        assertThat(inbox.bodies(3)).containsExactly("0", "1", "2");
    }

    @Test
    void makesRoomWithEveryNackAndReject() throws Exception {
        channel.basicQos(2);
        Inbox inbox = queue.consume();
        publish(4);
        inbox.awaitSize(2);
        channel.basicNack(inbox.tag(0), false, false);
        channel.basicReject(inbox.tag(1), false);
        assertThat(inbox.bodies(4)).containsExactly("0", "1", "2", "3");
    }

    @Test
    void makesRoomForAllThatOneAckSettles() throws Exception {
        channel.basicQos(4);
        Inbox inbox = queue.consume();
        publish(10);
        channel.basicAck(inbox.tag(2), true);
        expect(List.of(inbox), 7, 3);
    }

    @Test
    void countsEachConsumerOfAChannelByItself() throws Exception {
        channel.basicQos(2, PER_CONSUMER);
        List<Inbox> inboxes = List.of(queue.consume(), queue.consume());
        publish(10);
        expect(inboxes, 4, 6);
        assertThat(inboxes).extracting(Inbox::size).containsExactly(2, 2);
    }

    @Test
    void appliesToConsumersStartedAfterwards() throws Exception {
        channel.basicQos(1);
        Inbox early = queue.consume();
        channel.basicQos(3);
        Inbox late = queue.consume();
        publish(10);
        expect(List.of(early, late), 4, 6);
        assertThat(List.of(early.size(), late.size())).containsExactly(1, 3);
    }

    @Test
    void passesOverAConsumerThatIsFull(Connection connection) throws Exception {
        channel.basicQos(1);
        Inbox slow = queue.consume();
        Inbox eager = Inbox.on(connection.createChannel(), queue.name());
        publish(10);
        assertThat(slow.bodies(1)).hasSize(1);
        assertThat(eager.bodies(9)).hasSize(9);
    }

    @Test
    void doesNotHoldBackConsumersWithoutAcks() throws Exception {
        channel.basicQos(1);
        Inbox inbox = queue.consumeWithoutAcks();
        publish(20);
        expect(List.of(inbox), 20, 0);
    }

    @Test
    void doesNotCountWhatWasFetched() throws Exception {
        channel.basicQos(1);
        publish(3);
        queue.get();
        queue.get();
        assertThat(queue.consume().bodies(1)).containsExactly("2");
    }

    @Test
    @DiffersFromRabbitMq("4.3 counts each consumer by itself although global was asked for")
    void sharesAGlobalLimitAmongTheConsumersOfAChannel() throws Exception {
        channel.basicQos(3, PER_CHANNEL);
        List<Inbox> inboxes = List.of(queue.consume(), queue.consume());
        publish(10);
        expect(inboxes, 3, 7);
    }

    @Test
    @DiffersFromRabbitMq("4.3 counts each consumer by itself although global was asked for")
    void obeysBothLimits() throws Exception {
        channel.basicQos(5, PER_CHANNEL);
        channel.basicQos(2, PER_CONSUMER);
        Inbox first = queue.consume();
        publish(10);
        expect(List.of(first), 2, 8);
        List<Inbox> inboxes = List.of(first, queue.consume(), queue.consume());
        expect(inboxes, 5, 5);
    }

    @Test
    @DiffersFromRabbitMq("4.3 counts each consumer by itself although global was asked for")
    void widensAGlobalLimitUnderRunningConsumers() throws Exception {
        channel.basicQos(1, PER_CHANNEL);
        Inbox inbox = queue.consume();
        publish(10);
        expect(List.of(inbox), 1, 9);
        channel.basicQos(4, PER_CHANNEL);
        expect(List.of(inbox), 4, 6);
        channel.basicQos(0, PER_CHANNEL);
        expect(List.of(inbox), 10, 0);
    }

    @Test
    @DiffersFromRabbitMq("4.3 counts each consumer by itself although global was asked for")
    void narrowsAGlobalLimitUnderRunningConsumers() throws Exception {
        channel.basicQos(4, PER_CHANNEL);
        Inbox inbox = queue.consume();
        publish(10);
        expect(List.of(inbox), 4, 6);
        channel.basicQos(2, PER_CHANNEL);
        channel.basicAck(inbox.tag(1), true);
        expect(List.of(inbox), 4, 6);
        channel.basicAck(inbox.tag(2), false);
        expect(List.of(inbox), 5, 5);
    }

    @Test
    @DiffersFromRabbitMq("4.3 counts each consumer by itself although global was asked for")
    void givesTheGlobalRoomOfACancelledConsumerToOthersOnlyOnceItsMessagesAreSettled() throws Exception {
        channel.basicQos(2, PER_CHANNEL);
        Inbox first = queue.consume();
        publish(5);
        expect(List.of(first), 2, 3);
        channel.basicCancel(first.getConsumerTag());
        Inbox second = queue.consume();
        expect(List.of(second), 0, 3);
        channel.basicAck(first.tag(1), true);
        expect(List.of(second), 2, 1);
    }

    @Test
    void limitsNoOtherChannel(Connection connection) throws Exception {
        channel.basicQos(1, PER_CHANNEL);
        Inbox inbox = Inbox.on(connection.createChannel(), queue.name());
        publish(10);
        expect(List.of(inbox), 10, 0);
    }

    @Test
    void limitsNoBytes(Connection connection) {
        Refusal.ofConnection(connection, () -> channel.basicQos(10, 1, false))
                .is(540, "NOT_IMPLEMENTED - prefetch_size!=0 (10)", BASIC_QOS);
    }

    private void publish(int count) throws Exception {
        queue.publish(IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
    }

    /** The consumers together have received so many messages and no more, for so many are still ready. */
    private void expect(List<Inbox> inboxes, int received, long ready) {
        queue.awaitReady(ready);
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
                .until(() -> inboxes.stream().mapToInt(Inbox::size).sum(), sum -> sum == received);
    }
}
