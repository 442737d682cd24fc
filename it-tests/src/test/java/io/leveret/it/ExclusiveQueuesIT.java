package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CONSUME;
import static io.leveret.it.MethodId.BASIC_GET;
import static io.leveret.it.MethodId.QUEUE_BIND;
import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static io.leveret.it.MethodId.QUEUE_DELETE;
import static io.leveret.it.MethodId.QUEUE_PURGE;
import static io.leveret.it.MethodId.QUEUE_UNBIND;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** An exclusive queue belongs to the connection that declared it. */
@ExtendWith(BrokerExtension.class)
class ExclusiveQueuesIT {
    private final Connection owner;
    private final Channel channel;
    private final ConnectionFactory factory;
    private final String queue;
    private Channel stranger;

    ExclusiveQueuesIT(Connection owner, Channel channel, ConnectionFactory factory, Names names) {
        this.owner = owner;
        this.channel = channel;
        this.factory = factory;
        this.queue = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        channel.queueDeclare(queue, false, true, false, null);
        stranger = factory.newConnection().createChannel();
    }

    @Test
    void servesEveryChannelOfItsOwner() throws Exception {
        Channel second = owner.createChannel();
        second.queueDeclarePassive(queue);
        second.queueBind(queue, "amq.direct", queue);
        second.basicPublish("amq.direct", queue, null, new byte[1]);
        assertThat(second.basicGet(queue, true)).isNotNull();
        second.close();
        channel.queueDeclarePassive(queue);
    }

    @Test
    void takesMessagesFromStrangers() throws Exception {
        stranger.basicPublish("", queue, null, new byte[1]);
        assertThat(Drained.next(channel, queue)).isNotNull();
    }

    @Test
    void isNotDeclaredByStrangers() {
        assertLocked(() -> stranger.queueDeclare(queue, false, true, false, null), QUEUE_DECLARE);
    }

    @Test
    void isNotDeclaredPassivelyByStrangers() {
        assertLocked(() -> stranger.queueDeclarePassive(queue), QUEUE_DECLARE);
    }

    @Test
    void isNotBoundByStrangers() {
        assertLocked(() -> stranger.queueBind(queue, "amq.direct", "a"), QUEUE_BIND);
    }

    @Test
    void isNotUnboundByStrangers() throws Exception {
        channel.queueBind(queue, "amq.direct", "a");
        assertLocked(() -> stranger.queueUnbind(queue, "amq.direct", "a"), QUEUE_UNBIND);
    }

    @Test
    void isNotConsumedByStrangers() {
        assertLocked(() -> stranger.basicConsume(queue, new DefaultConsumer(stranger)), BASIC_CONSUME);
    }

    @Test
    void isNotReadByStrangers() {
        assertLocked(() -> stranger.basicGet(queue, true), BASIC_GET);
    }

    @Test
    void isNotPurgedByStrangers() {
        assertLocked(() -> stranger.queuePurge(queue), QUEUE_PURGE);
    }

    @Test
    void isNotDeletedByStrangers() {
        assertLocked(() -> stranger.queueDelete(queue), QUEUE_DELETE);
    }

    @Test
    void isGoneOnceItsOwnerHasClosed() throws Exception {
        owner.close();
        Refusal.ofChannel(stranger, () -> stranger.queueDeclarePassive(queue))
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE);
    }

    @Test
    @DiffersFromRabbitMq("may refuse the name for a moment after close-ok")
    void leavesItsNameToTheNextOwnerAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            String name = queue + i;
            Connection first = factory.newConnection();
            first.createChannel().queueDeclare(name, false, true, false, null);
            first.close();
            stranger.queueDeclare(name, false, true, false, null);
        }
    }

    static String lockedText(String queue) {
        return "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '" + queue + "' in vhost '/'. "
                + "It could be originally declared on another connection or the exclusive property value does not "
                + "match that of the original declaration.";
    }

    private void assertLocked(Executable action, MethodId blamed) {
        Refusal.ofChannel(stranger, action).is(405, lockedText(queue), blamed);
    }
}
