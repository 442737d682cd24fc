package io.leveret.it.crash;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Takes everything out of a queue, durably. */
final class Drain {
    private static final int PATIENCE_SECONDS = 60;

    private Drain() {
    }

    /** Waits until no more messages arrive. */
    static void awaitStill(Channel channel, String queue) {
        AtomicLong latest = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            long count = channel.messageCount(queue);
            return latest.getAndSet(count) == count;
        });
    }

    /** The ids of all messages, in the order in which they come; the queue is empty after that. */
    static List<Long> all(Connection connection, String queue) throws Exception {
        try (Channel channel = connection.createChannel()) {
            return all(channel, queue);
        }
    }

    private static List<Long> all(Channel channel, String queue) throws Exception {
        channel.txSelect();
        BlockingQueue<Long> ids = new LinkedBlockingQueue<>();
        List<Long> tags = new ArrayList<>();
        long expected = channel.messageCount(queue);
        String consumer = channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                tags.add(envelope.getDeliveryTag());
                ids.add(Publisher.id(body));
            }
        });
        List<Long> drained = new ArrayList<>();
        while (drained.size() < expected) {
            Long id = ids.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (id == null) throw new AssertionError("only " + drained.size() + " of " + expected + " messages came from " + queue);
            drained.add(id);
        }
        channel.basicCancel(consumer);
        ids.drainTo(drained);
        if (!tags.isEmpty()) channel.basicAck(tags.get(tags.size() - 1), true);
        channel.txCommit();
        return drained;
    }
}
