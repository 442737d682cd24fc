package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_GET;
import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static io.leveret.it.MethodId.QUEUE_DELETE;
import static io.leveret.it.MethodId.QUEUE_PURGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Purging and deleting queues. */
@ExtendWith(BrokerExtension.class)
class QueueContentsIT {
    private final Channel channel;
    private final String queue;

    QueueContentsIT(Channel channel, Names names) {
        this.channel = channel;
        this.queue = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
    }

    @Test
    void arePurged() throws Exception {
        publish(3);
        assertThat(channel.queuePurge(queue).getMessageCount()).isEqualTo(3);
        assertThat(channel.queuePurge(queue).getMessageCount()).isZero();
        assertThat(channel.basicGet(queue, true)).isNull();
    }

    @Test
    void thatAreUnackedSurviveAPurge() throws Exception {
        publish(3);
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        assertThat(channel.queuePurge(queue).getMessageCount()).isEqualTo(2);
        channel.basicNack(tag, false, true);
        assertThat(channel.basicGet(queue, true).getEnvelope().isRedeliver()).isTrue();
    }

    @Test
    void areDeletedWithTheirQueue() throws Exception {
        publish(3);
        assertThat(channel.queueDelete(queue).getMessageCount()).isEqualTo(3);
        channel.queueDeclare(queue, true, false, false, null);
        assertThat(channel.basicGet(queue, true)).isNull();
    }

    @Test
    void keepAQueueFromBeingDeletedOnlyWhenEmpty() throws Exception {
        publish(1);
        Refusal.ofChannel(channel, () -> channel.queueDelete(queue, false, true))
                .is(406, "PRECONDITION_FAILED - queue '" + queue + "' in vhost '/' not empty", QUEUE_DELETE);
    }

    @Test
    void onceGoneLetAQueueBeDeletedOnlyWhenEmpty() throws Exception {
        publish(1);
        channel.queuePurge(queue);
        channel.queueDelete(queue, true, true);
        assertGone();
    }

    @Test
    void ofAQueueInUseAreNotDeletedOnlyWhenUnused() throws Exception {
        channel.basicConsume(queue, new DefaultConsumer(channel));
        Refusal.ofChannel(channel, () -> channel.queueDelete(queue, true, false))
                .is(406, "PRECONDITION_FAILED - queue '" + queue + "' in vhost '/' in use", QUEUE_DELETE);
    }

    @Test
    void ofNoQueueAreDeletedWithoutComplaint() throws Exception {
        channel.queueDelete(queue);
        assertThat(channel.queueDelete(queue).getMessageCount()).isZero();
        assertThat(channel.queueDelete(queue, true, true).getMessageCount()).isZero();
    }

    @Test
    void ofNoQueueCannotBePurged() {
        Refusal.ofChannel(channel, () -> channel.queuePurge("it-missing"))
                .is(404, "NOT_FOUND - no queue 'it-missing' in vhost '/'", QUEUE_PURGE);
    }

    @Test
    void ofNoQueueCannotBeRead() {
        Refusal.ofChannel(channel, () -> channel.basicGet("it-missing", true))
                .is(404, "NOT_FOUND - no queue 'it-missing' in vhost '/'", BASIC_GET);
    }

    @Test
    void arePurgedWithoutWaiting(WireClient wire) throws Exception {
        publish(2);
        channel.basicGet(queue, true);
        wire.open().openChannel(1).send(WireFrame.method(1, QUEUE_PURGE,
                WireBytes.of().shortInt(0).shortString(queue).octet(1)));
        wire.send(WireFrame.queueDeclare(1, queue, WireFrame.PASSIVE)).read().arguments(50, 11);
        assertThat(channel.basicGet(queue, true)).isNull();
    }

    @Test
    void areDeletedWithoutWaiting() throws Exception {
        publish(1);
        channel.queueDeleteNoWait(queue, false, false);
        assertGone();
    }

    @Test
    void areGoneWithoutWaitingForAnotherDeclaration() throws Exception {
        for (int i = 0; i < 20; i++) {
            publish(1);
            channel.queueDeleteNoWait(queue, false, false);
            channel.queueDeclare(queue, true, false, false, null);
            assertThat(channel.basicGet(queue, true)).isNull();
        }
    }

    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) channel.basicPublish("", queue, null, new byte[1]);
    }

    private void assertGone() {
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(queue))
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE);
    }
}
