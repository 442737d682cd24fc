package io.leveret.it;

import static io.leveret.it.Messages.bytes;
import static io.leveret.it.MethodId.BASIC_ACK;
import static io.leveret.it.MethodId.TX_COMMIT;
import static io.leveret.it.MethodId.TX_ROLLBACK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishes and acks that count only when the channel commits. */
@ExtendWith(BrokerExtension.class)
class TransactionsIT {
    private Channel channel;
    private TestQueue queue;

    /** The queue as somebody outside of the transaction sees it. */
    private TestQueue outside;

    @BeforeEach
    void select(Connection connection, Channel channel) throws Exception {
        this.channel = channel;
        channel.txSelect();
        queue = TestQueue.on(channel);
        outside = queue.through(connection.createChannel());
    }

    @Test
    void publishesAtCommit() throws Exception {
        queue.publish("a", "b");
        assertThat(outside.drain()).isEmpty();
        assertThat(queue.drain()).isEmpty();
        channel.txCommit();
        assertThat(outside.drain()).containsExactly("a", "b");
    }

    @Test
    void storesPersistentMessagesByTheEndOfTheCommit() throws Exception {
        TestQueue durable = TestQueue.shared(channel);
        for (int i = 0; i < 100; i++) {
            channel.basicPublish("", durable.name(), MessageProperties.PERSISTENT_BASIC, bytes("x"));
        }
        channel.txCommit();
        assertThat(durable.through(outside.channel()).ready()).isEqualTo(100);
        channel.queueDelete(durable.name());
    }

    @Test
    void forgetsPublishesAtRollback() throws Exception {
        queue.publish("a", "b");
        channel.txRollback();
        channel.txCommit();
        assertThat(outside.drain()).isEmpty();
    }

    @Test
    void startsAnewAfterEachCommitAndRollback() throws Exception {
        queue.publish("a");
        channel.txCommit();
        queue.publish("b");
        channel.txRollback();
        queue.publish("c");
        channel.txCommit();
        assertThat(outside.drain()).containsExactly("a", "c");
    }

    @Test
    void forgetsPublishesWhenTheChannelClosesWithoutACommit() throws Exception {
        queue.publish("a");
        channel.close();
        assertThat(outside.drain()).isEmpty();
    }

    @Test
    void settlesAtCommit() throws Exception {
        outside.fill("a", "b");
        channel.basicAck(queue.get().getEnvelope().getDeliveryTag(), false);
        channel.basicReject(queue.get().getEnvelope().getDeliveryTag(), false);
        channel.txCommit();
        channel.close();
        assertThat(outside.drain()).isEmpty();
    }

    @Test
    void doesNotSettleWithoutACommit() throws Exception {
        outside.fill("a", "b");
        queue.get();
        queue.get();
        channel.basicAck(2, true);
        channel.close();
        outside.awaitReady(2);
        assertThat(outside.drain()).containsExactly("a", "b");
    }

    @Test
    void requeuesAtCommit() throws Exception {
        outside.fill("a");
        channel.basicNack(queue.get().getEnvelope().getDeliveryTag(), false, true);
        assertThat(outside.ready()).isZero();
        channel.txCommit();
        outside.awaitReady(1);
        assertThat(outside.get().getEnvelope().isRedeliver()).isTrue();
    }

    @Test
    void leavesMessagesUnackedAtRollback() throws Exception {
        outside.fill("a");
        long tag = queue.get().getEnvelope().getDeliveryTag();
        channel.basicAck(tag, false);
        channel.txRollback();
        assertThat(outside.ready()).isZero();

        channel.basicAck(tag, false);
        channel.txCommit();
        channel.close();
        assertThat(outside.drain()).isEmpty();
    }

    @Test
    void settlesManyAtCommit() throws Exception {
        outside.fill("a", "b", "c", "d");
        for (int i = 0; i < 4; i++) queue.get();
        channel.basicAck(2, true);
        channel.basicNack(0, true, true);
        channel.txCommit();
        outside.awaitReady(2);
        assertThat(outside.drain()).containsExactly("c", "d");
    }

    @Test
    @DiffersFromRabbitMq("4.3 closes the connection with 506 RESOURCE_ERROR")
    void commitsToAQueueThatIsDeletedMeanwhile() throws Exception {
        outside.fill("a");
        channel.basicAck(queue.get().getEnvelope().getDeliveryTag(), false);
        queue.publish("b");
        outside.channel().queueDelete(queue.name());
        channel.txCommit();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void makesRoomForAConsumerAtCommit() throws Exception {
        channel.basicQos(1);
        Inbox inbox = queue.consume();
        outside.publish("a", "b");
        inbox.ack(0);
        outside.awaitReady(1);
        channel.txCommit();
        assertThat(inbox.bodies(2)).containsExactly("a", "b");
    }

    @Test
    void refusesAnUnknownTagAtOnce() {
        Refusal.ofChannel(channel, () -> channel.basicAck(9, false))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 9", BASIC_ACK);
    }

    @Test
    void refusesATagThatTheSameTransactionHasSettled() throws Exception {
        outside.fill("a");
        queue.get();
        channel.basicAck(1, false);
        Refusal.ofChannel(channel, () -> channel.basicAck(1, false))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 1", BASIC_ACK);
    }

    @Test
    void returnsUnroutableMessagesAtCommitBeforeItsAnswer() throws Exception {
        List<String> returned = Collections.synchronizedList(new ArrayList<>());
        channel.addReturnListener(each -> returned.add(new String(each.getBody(), UTF_8)));
        channel.basicPublish("", TestQueue.uniqueName(), true, null, bytes("a"));
        channel.basicPublish("", TestQueue.uniqueName(), true, null, bytes("b"));
        channel.basicQos(0);
        assertThat(returned).isEmpty();
        channel.txCommit();
        assertThat(returned).containsExactly("a", "b");
    }

    @Test
    void returnsNothingAfterARollback() throws Exception {
        channel.addReturnListener(each -> {
            throw new AssertionError("returned");
        });
        channel.basicPublish("", TestQueue.uniqueName(), true, null, bytes("a"));
        channel.txRollback();
        channel.txCommit();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void reportsARefusalOfAQueueAtCommit() throws Exception {
        TestQueue full = TestQueue.with(channel, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        full.publish("taken");
        channel.txCommit();
        full.publish("refused");
        Refusal.ofChannel(channel, channel::txCommit)
                .is(406, "PRECONDITION_FAILED - partial tx completion", TX_COMMIT);
    }

    @Test
    void mayBeSelectedTwice() throws Exception {
        queue.publish("a");
        channel.txSelect();
        channel.txCommit();
        assertThat(outside.drain()).containsExactly("a");
    }

    @Test
    void commitsNothingWithoutSelect(Connection connection) throws Exception {
        Channel plain = connection.createChannel();
        Refusal.ofChannel(plain, plain::txCommit)
                .is(406, "PRECONDITION_FAILED - channel is not transactional", TX_COMMIT);
    }

    @Test
    void rollsNothingBackWithoutSelect(Connection connection) throws Exception {
        Channel plain = connection.createChannel();
        Refusal.ofChannel(plain, plain::txRollback)
                .is(406, "PRECONDITION_FAILED - channel is not transactional", TX_ROLLBACK);
    }
}
