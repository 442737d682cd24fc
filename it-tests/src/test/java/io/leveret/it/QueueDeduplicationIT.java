package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Map;
import org.awaitility.Awaitility;
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

    @Test
    void takesTheKeyOfAMessageThatHasExpiredBehindAnother(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel, DEDUPLICATING);
        queue.publish("head");
        publish(queue, key("1").expiration("50").build(), "old");
        Awaitility.await().untilAsserted(() -> {
            publish(queue, "1", "new");
            assertThat(queue.ready()).isEqualTo(3);
        });
        publish(queue, "1", "again");
        assertThat(queue.drain()).containsExactly("head", "new");
    }

    @Test
    void confirmsADuplicateThatAFullQueueHadNoRoomFor(Channel channel) throws Exception {
        TestQueue queue = TestQueue.with(channel,
                Map.of("x-message-deduplication", true, "x-max-length", 1, "x-overflow", "reject-publish"));
        channel.confirmSelect();
        publish(queue, "1", "first");
        publish(queue, "1", "again");
        assertThat(channel.waitForConfirms(Inbox.PATIENCE.toMillis())).isTrue();
        publish(queue, "2", "second");
        assertThat(channel.waitForConfirms(Inbox.PATIENCE.toMillis())).isFalse();
        assertThat(queue.drain()).containsExactly("first");
    }

    private static void publish(TestQueue queue, String key, String body) throws IOException {
        publish(queue, key(key).build(), body);
    }

    private static void publish(TestQueue queue, AMQP.BasicProperties properties, String body) throws IOException {
        queue.channel().basicPublish("", queue.name(), properties, Messages.bytes(body));
    }

    private static AMQP.BasicProperties.Builder key(String key) {
        return new AMQP.BasicProperties.Builder().headers(Map.of("x-deduplication-header", key));
    }
}
