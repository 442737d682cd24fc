package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_ACK;
import static io.leveret.it.MethodId.BASIC_NACK;
import static io.leveret.it.MethodId.BASIC_REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Settling deliveries by their tags. What a channel has not settled comes back when the channel ends. */
@ExtendWith(BrokerExtension.class)
class AcknowledgementsIT {
    private static final boolean SINGLE = false;
    private static final boolean MULTIPLE = true;
    private static final boolean DISCARD = false;
    private static final boolean REQUEUE = true;

    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void holdFour(Connection connection, Channel watching) throws Exception {
        queue = TestQueue.on(watching).fill("a", "b", "c", "d");
        channel = connection.createChannel();
        for (int i = 0; i < 4; i++) channel.basicGet(queue.name(), false);
    }

    @Test
    void ackSettlesOne() throws Exception {
        channel.basicAck(2, SINGLE);
        expectToComeBack("a", "c", "d");
    }

    @Test
    void ackSettlesAllUpToATag() throws Exception {
        channel.basicAck(3, MULTIPLE);
        expectToComeBack("d");
    }

    @Test
    void ackSettlesInAnyOrder() throws Exception {
        channel.basicAck(4, SINGLE);
        channel.basicAck(1, SINGLE);
        channel.basicAck(3, MULTIPLE);
        expectToComeBack();
    }

    @Test
    void ackOfZeroSettlesAll() throws Exception {
        channel.basicAck(0, MULTIPLE);
        expectToComeBack();
    }

    @Test
    void ackOfZeroIsFineWhenThereIsNothingToSettle(Connection connection) throws Exception {
        Channel idle = connection.createChannel();
        idle.basicAck(0, MULTIPLE);
        idle.basicNack(0, MULTIPLE, REQUEUE);
        idle.basicQos(1);
        assertThat(idle.isOpen()).isTrue();
    }

    @Test
    void nackDiscards() throws Exception {
        channel.basicNack(2, SINGLE, DISCARD);
        expectToComeBack("a", "c", "d");
    }

    @Test
    void nackDiscardsAllUpToATag() throws Exception {
        channel.basicNack(3, MULTIPLE, DISCARD);
        expectToComeBack("d");
    }

    @Test
    void nackOfZeroRequeuesAll() throws Exception {
        channel.basicNack(0, MULTIPLE, REQUEUE);
        queue.awaitReady(4);
        assertThat(queue.drain()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void rejectDiscards() throws Exception {
        channel.basicReject(2, DISCARD);
        expectToComeBack("a", "c", "d");
    }

    @Test
    void rejectRequeues() throws Exception {
        channel.basicReject(2, REQUEUE);
        queue.awaitReady(1);
        assertThat(queue.drain()).containsExactly("b");
    }

    @Test
    void refusesAnUnknownTag() {
        Refusal.ofChannel(channel, () -> channel.basicAck(5, SINGLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 5", BASIC_ACK);
    }

    @Test
    void refusesAnUnknownTagToNack() {
        Refusal.ofChannel(channel, () -> channel.basicNack(5, SINGLE, REQUEUE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 5", BASIC_NACK);
    }

    @Test
    void refusesAnUnknownTagToReject() {
        Refusal.ofChannel(channel, () -> channel.basicReject(5, REQUEUE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 5", BASIC_REJECT);
    }

    @Test
    void refusesToSettleTwice() throws Exception {
        channel.basicAck(1, SINGLE);
        Refusal.ofChannel(channel, () -> channel.basicAck(1, SINGLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 1", BASIC_ACK);
    }

    @Test
    void refusesMultipleBeyondTheLastTag() {
        Refusal.ofChannel(channel, () -> channel.basicAck(5, MULTIPLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 5", BASIC_ACK);
    }

    @Test
    void refusesMultipleWhenAllUpToTheTagAreSettled() throws Exception {
        channel.basicAck(2, MULTIPLE);
        Refusal.ofChannel(channel, () -> channel.basicAck(2, MULTIPLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 2", BASIC_ACK);
    }

    @Test
    void refusesZeroWithoutMultiple() {
        Refusal.ofChannel(channel, () -> channel.basicAck(0, SINGLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 0", BASIC_ACK);
    }

    @Test
    void refusesTheTagOfADeliveryWithoutAcks(Connection connection) throws Exception {
        Channel unacking = connection.createChannel();
        queue.fill("e");
        unacking.basicGet(queue.name(), true);
        Refusal.ofChannel(unacking, () -> unacking.basicAck(1, SINGLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 1", BASIC_ACK);
    }

    @Test
    void refusesTheTagOfAnotherChannel(Connection connection) throws Exception {
        Channel other = connection.createChannel();
        Refusal.ofChannel(other, () -> other.basicAck(1, SINGLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 1", BASIC_ACK);
        expectToComeBack("a", "b", "c", "d");
    }

    @Test
    void passesOverDeliveriesWithoutAcks(Connection connection) throws Exception {
        Channel mixed = connection.createChannel();
        TestQueue.on(mixed).fill("x", "y", "z");
        mixed.basicGet("", false);
        mixed.basicGet("", true);
        mixed.basicGet("", false);
        mixed.basicAck(3, MULTIPLE);
        Refusal.ofChannel(mixed, () -> mixed.basicAck(1, SINGLE))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 1", BASIC_ACK);
    }

    @Test
    void settlesInVainWhatADeletedQueueHadDelivered(Channel watching) throws Exception {
        watching.queueDelete(queue.name());
        channel.basicAck(1, SINGLE);
        channel.basicReject(2, REQUEUE);
        channel.basicNack(0, MULTIPLE, REQUEUE);
        channel.basicQos(1);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void putsBackWhatARefusedChannelHeld() throws Exception {
        channel.basicAck(1, SINGLE);
        Refusal.ofChannel(channel, () -> channel.basicAck(1, SINGLE));
        queue.awaitReady(3);
        assertThat(queue.drain()).containsExactly("b", "c", "d");
    }

    @Test
    void settlesAcrossQueuesByTheirCommonTags(Channel watching) throws Exception {
        TestQueue second = TestQueue.on(watching).fill("x", "y");
        channel.basicGet(second.name(), false); // tag 5
        channel.basicGet(second.name(), false); // tag 6
        channel.basicAck(5, MULTIPLE);
        channel.close();
        second.awaitReady(1);
        assertThat(second.drain()).containsExactly("y");
        assertThat(queue.drain()).isEmpty();
    }

    /** Closes the channel, which gives back what it has not settled. */
    private void expectToComeBack(String... bodies) throws Exception {
        channel.close();
        queue.awaitReady(bodies.length);
        assertThat(queue.drain()).containsExactly(bodies);
    }
}
