package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue that takes no second message with the key of one that is in it. */
@ExtendWith(BrokerExtension.class)
@DiffersFromRabbitMq("it needs a community plugin, which refuses duplicates with a nack")
class QueueDeduplicationIT {
    private static final Map<String, Object> DEDUPLICATING = Map.of("x-message-deduplication", true);

    @Test
    void dropsADuplicateAndConfirmsIt(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, DEDUPLICATING);
        channel.confirmSelect();
        publish(queue, "1", "first");
        publish(queue, "1", "again");
        publish(queue, "2", "second");
        assertThat(channel.waitForConfirms(Inbox.PATIENCE.toMillis())).isTrue();
        assertThat(queue.drain()).containsExactly("first", "second");
    }

    @Test
    void takesTheKeyAgainOnceTheMessageIsAcknowledged(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, DEDUPLICATING);
        publish(queue, "1", "first");
        GetResponse held = queue.get();
        publish(queue, "1", "while it is held");
        assertThat(queue.ready()).isZero();
        channel.basicAck(held.getEnvelope().getDeliveryTag(), false);
        publish(queue, "1", "later");
        assertThat(queue.drain()).containsExactly("later");
    }

    private static void publish(TestQueue queue, String key, String body) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(Map.of("x-deduplication-header", key)).build();
        queue.channel().basicPublish("", queue.name(), properties, Messages.bytes(body));
    }
}
