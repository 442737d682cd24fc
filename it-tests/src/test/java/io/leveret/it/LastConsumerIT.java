package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues that end with what they were declared for: the last consumer, or the connection. */
@ExtendWith(BrokerExtension.class)
class LastConsumerIT {
    @Test
    void takesAnAutoDeleteQueueAlongBeforeTheCancelIsAnswered(Connection connection, Channel channel) throws Exception {
        for (int i = 0; i < 20; i++) {
            String name = autoDelete(channel);
            Inbox inbox = Inbox.on(channel, name);
            channel.basicCancel(inbox.getConsumerTag());
            expectMissing(connection, name);
        }
    }

    @Test
    void leavesAnAutoDeleteQueueToTheOtherConsumers(Connection connection, Channel channel) throws Exception {
        String name = autoDelete(channel);
        Inbox first = Inbox.on(channel, name);
        Inbox second = Inbox.on(channel, name);
        channel.basicCancel(first.getConsumerTag());
        assertThat(channel.consumerCount(name)).isEqualTo(1);
        channel.basicCancel(second.getConsumerTag());
        expectMissing(connection, name);
    }

    @Test
    void takesAnAutoDeleteQueueAlongWithItsChannel(Connection connection, Channel channel) throws Exception {
        String name = autoDelete(channel);
        Inbox.on(channel, name);
        channel.close();
        expectMissing(connection, name);
    }

    @Test
    void leavesAnAutoDeleteQueueThatNeverHadAConsumer(Connection connection, Channel channel) throws Exception {
        String name = autoDelete(channel);
        channel.basicGet(name, true);
        channel.close();
        Channel later = connection.createChannel();
        later.queueDeclarePassive(name);
        later.queueDelete(name);
    }

    @Test
    @DiffersFromRabbitMq("the name is free a moment after close-ok")
    void freesTheNamesOfExclusiveQueuesBeforeTheCloseIsAnswered(ConnectionFactory factory, Connection connection)
            throws Exception {
        for (int i = 0; i < 20; i++) {
            Connection owner = factory.newConnection();
            String name = owner.createChannel().queueDeclare("", false, true, false, null).getQueue();
            owner.close();
            expectMissing(connection, name);
        }
    }

    private static String autoDelete(Channel channel) throws Exception {
        String name = TestQueue.uniqueName();
        channel.queueDeclare(name, true, false, true, null);
        return name;
    }

    private static void expectMissing(Connection connection, String name) throws Exception {
        Channel channel = connection.createChannel();
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(name))
                .is(404, "NOT_FOUND - no queue '" + name + "' in vhost '/'", QUEUE_DECLARE);
    }
}
