package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An auto-delete queue goes with its last consumer. */
@ExtendWith(BrokerExtension.class)
class AutoDeleteQueuesIT {
    private final Connection connection;
    private final Channel channel;
    private final String queue;

    AutoDeleteQueuesIT(Connection connection, Channel channel, Names names) {
        this.connection = connection;
        this.channel = channel;
        this.queue = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        channel.queueDeclare(queue, true, false, true, null);
    }

    @Test
    void staysUntilItHasHadAConsumer() throws Exception {
        channel.basicGet(queue, true);
        channel.queueDeclarePassive(queue);
    }

    @Test
    void isGoneOnceItsLastConsumerIsCancelled() throws Exception {
        String first = channel.basicConsume(queue, new DefaultConsumer(channel));
        String second = channel.basicConsume(queue, new DefaultConsumer(channel));
        channel.basicCancel(first);
        channel.queueDeclarePassive(queue);
        channel.basicCancel(second);
        assertGone(channel);
    }

    @Test
    void isGoneOnceTheChannelOfItsConsumerHasClosed() throws Exception {
        Channel consuming = connection.createChannel();
        consuming.basicConsume(queue, new DefaultConsumer(consuming));
        consuming.close();
        assertGone(channel);
    }

    @Test
    void isGoneOnceTheConnectionOfItsConsumerHasClosed(ConnectionFactory factory) throws Exception {
        Connection consuming = factory.newConnection();
        Channel ofConsumer = consuming.createChannel();
        ofConsumer.basicConsume(queue, new DefaultConsumer(ofConsumer));
        consuming.close();
        assertGone(channel);
    }

    private void assertGone(Channel witness) {
        Refusal.ofChannel(witness, () -> witness.queueDeclarePassive(queue))
                .is(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE);
    }
}
