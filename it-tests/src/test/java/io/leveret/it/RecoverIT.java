package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_RECOVER;
import static io.leveret.it.MethodId.BASIC_RECOVER_ASYNC;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** basic.recover gives back everything that a channel has not settled. */
@ExtendWith(BrokerExtension.class)
class RecoverIT {
    private Channel channel;
    private TestQueue queue;

    @BeforeEach
    void declare(Channel channel) throws Exception {
        this.channel = channel;
        queue = TestQueue.on(channel).fill("a", "b", "c");
    }

    @Test
    void requeuesAllUnackedInOrder() throws Exception {
        for (int i = 0; i < 3; i++) queue.get();
        channel.basicAck(2, false);
        channel.basicRecover(true);
        queue.awaitReady(2);
        assertThat(queue.get().getEnvelope().isRedeliver()).isTrue();
        assertThat(queue.drain()).containsExactly("c");
    }

    @Test
    void redeliversToTheChannelsOwnConsumer() throws Exception {
        Inbox inbox = queue.consume();
        inbox.awaitSize(3);
        channel.basicRecover(true);
        assertThat(inbox.bodies(6)).containsExactly("a", "b", "c", "a", "b", "c");
        assertThat(inbox.tag(3)).isEqualTo(4);
    }

    @Test
    void answersWhenThereIsNothingToRecover() throws Exception {
        channel.basicRecover(true);
        assertThat(queue.drain()).containsExactly("a", "b", "c");
    }

    @Test
    void leavesOtherChannelsAlone(Connection connection) throws Exception {
        Channel other = connection.createChannel();
        other.basicGet(queue.name(), false);
        channel.basicRecover(true);
        assertThat(queue.ready()).isEqualTo(2);
    }

    @Test
    void forgetsTheTagsOfWhatItGaveBack() throws Exception {
        queue.get();
        channel.basicRecover(true);
        Refusal.ofChannel(channel, () -> channel.basicAck(1, false))
                .is(406, "PRECONDITION_FAILED - unknown delivery tag 1", MethodId.BASIC_ACK);
    }

    @Test
    void cannotKeepMessagesForTheSameConsumer(Connection connection) {
        Refusal.ofConnection(connection, () -> channel.basicRecover(false))
                .is(540, "NOT_IMPLEMENTED - requeue=false", BASIC_RECOVER);
    }

    @Test
    void cannotKeepMessagesForTheSameConsumerWithoutAnAnswerEither(Connection connection) {
        Refusal.ofConnection(connection, () -> channel.asyncRpc(recoverAsync(false)))
                .is(540, "NOT_IMPLEMENTED - requeue=false", BASIC_RECOVER_ASYNC);
    }

    @Test
    void requeuesWithoutAnAnswer(WireClient wire) throws Exception {
        TestQueue shared = TestQueue.shared(channel).fill("a", "b");
        wire.open().openChannel(1);
        WireFrame get = WireFrame.method(1, MethodId.BASIC_GET,
                WireBytes.of().shortInt(0).shortString(shared.name()).octet(0));
        wire.send(get);
        for (int i = 0; i < 3; i++) wire.read();
        wire.send(WireFrame.method(1, BASIC_RECOVER_ASYNC, WireBytes.of().octet(1)));
        shared.awaitReady(2);
        wire.send(get).read().arguments(60, 71); // get-ok: nothing came in between
        channel.queueDelete(shared.name());
    }

    private static com.rabbitmq.client.Method recoverAsync(boolean requeue) {
        return new AMQP.Basic.RecoverAsync.Builder().requeue(requeue).build();
    }
}
