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
import com.rabbitmq.client.DefaultConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** Where a queue's name is left empty, the queue that the channel declared last is meant. */
@ExtendWith(BrokerExtension.class)
class LastDeclaredQueueIT {
    private final Channel channel;

    LastDeclaredQueueIT(Channel channel) {
        this.channel = channel;
    }

    @Test
    void isMeantByGetPurgeAndDelete() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        channel.basicPublish("", queue, null, "first".getBytes());
        channel.basicPublish("", queue, null, "second".getBytes());
        assertThat(channel.basicGet("", true).getBody()).asString().isEqualTo("first");
        assertThat(channel.queuePurge("").getMessageCount()).isEqualTo(1);
        channel.queueDelete("");
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(queue)).says(404,
                "NOT_FOUND - no queue '" + queue + "' in vhost '/'");
    }

    @Test
    void isMeantByConsume() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        channel.basicConsume("", new DefaultConsumer(channel));
        assertThat(channel.queueDeclarePassive(queue).getConsumerCount()).isEqualTo(1);
    }

    @Test
    void isMeantByBindAndUnbind(Names names) throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, "direct", true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind("", exchange, "key");
        channel.basicPublish(exchange, "key", null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
        channel.queueUnbind("", exchange, "key");
        channel.basicPublish(exchange, "key", null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isZero();
    }

    @Test
    void isAlsoTheKeyIfBothAreLeftEmpty(Names names) throws Exception {
        String exchange = names.fresh();
        channel.exchangeDeclare(exchange, "direct", true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind("", exchange, "");
        channel.basicPublish(exchange, queue, null, new byte[1]);
        channel.basicPublish(exchange, "", null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
        channel.queueUnbind("", exchange, "");
        channel.basicPublish(exchange, queue, null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isZero();
    }

    @Test
    void mayHaveBeenDeclaredPassively() throws Exception {
        String first = channel.queueDeclare().getQueue();
        channel.queueDeclare();
        channel.queueDeclarePassive(first);
        channel.basicPublish("", first, null, new byte[1]);
        assertThat(channel.basicGet("", true)).isNotNull();
    }

    @Test
    void isNotMeantByAPassiveDeclaration() throws Exception {
        channel.queueDeclare();
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(""))
                .is(404, "NOT_FOUND - no queue '' in vhost '/'", QUEUE_DECLARE);
    }

    @Test
    void isStillMeantAfterItsDeletion() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        channel.queueDelete(queue);
        Refusal.ofChannel(channel, () -> channel.basicGet("", true))
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", BASIC_GET);
    }

    @Test
    void isTheChannelsOwn(Connection connection) throws Exception {
        channel.queueDeclare();
        Channel other = connection.createChannel();
        assertNone(other, () -> other.basicGet("", true), BASIC_GET);
    }

    @Test
    void isMissedByEveryMethodThatNeedsIt(Connection connection) throws Exception {
        assertNone(channel, () -> channel.queuePurge(""), QUEUE_PURGE);
        Channel second = connection.createChannel();
        assertNone(second, () -> second.queueDelete(""), QUEUE_DELETE);
        Channel third = connection.createChannel();
        assertNone(third, () -> third.queueBind("", "amq.direct", ""), QUEUE_BIND);
        Channel fourth = connection.createChannel();
        assertNone(fourth, () -> fourth.queueUnbind("", "amq.direct", ""), QUEUE_UNBIND);
        Channel fifth = connection.createChannel();
        assertNone(fifth, () -> fifth.basicConsume("", new DefaultConsumer(fifth)), BASIC_CONSUME);
    }

    private static void assertNone(Channel channel, Executable action, MethodId blamed) {
        Refusal.ofChannel(channel, action).is(404, "NOT_FOUND - no previously declared queue", blamed);
    }
}
