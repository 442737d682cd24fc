package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Takes everything out of a queue, durably. */
final class Drain {
    /** The id of a message that follows all others. */
    static final Long LAST = Long.MAX_VALUE;

    private static final int PATIENCE_SECONDS = 60;

    private Drain() {
    }

    /** The ids of all messages, in the order in which they come; the queue is empty after that. */
    static List<Long> all(Connection connection, String queue) throws Exception {
        try (Channel channel = connection.createChannel()) {
            return all(channel, queue);
        }
    }

    private static List<Long> all(Channel channel, String queue) throws Exception {
        long expected = channel.messageCount(queue);
        return take(channel, queue, drained -> drained.size() >= expected);
    }

    /**
     * The ids of all messages up to one with {@link #LAST} as its id, which is left out: sent the way that others go, it is behind
     * all that are on theirs.
     */
    static List<Long> toTheLast(Connection connection, String queue) throws Exception {
        try (Channel channel = connection.createChannel()) {
            List<Long> drained = take(channel, queue, ids -> !ids.isEmpty() && LAST.equals(ids.get(ids.size() - 1)));
            drained.remove(LAST);
            return drained;
        }
    }

    private static List<Long> take(Channel channel, String queue, Predicate<List<Long>> enough) throws Exception {
        channel.txSelect();
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        String consumer = channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                deliveries.add(Delivery.of(envelope.getDeliveryTag(), body));
            }
        });
        List<Long> drained = new ArrayList<>();
        long latest = 0;
        while (!enough.test(drained)) {
            Delivery delivery = deliveries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (delivery == null) throw new AssertionError("no more than " + drained.size() + " messages came from " + queue);
            if (delivery.damage() != null) throw new AssertionError("in " + queue + ": " + delivery.damage().getMessage(), delivery.damage());
            drained.add(delivery.id());
            latest = delivery.tag();
        }
        channel.basicCancel(consumer);
        if (latest > 0) channel.basicAck(latest, true);
        channel.txCommit();
        return drained;
    }

    /** What came, or what is wrong with it: the client's thread would keep that to itself. */
    record Delivery(long tag, long id, AssertionError damage) {

        static Delivery of(long tag, byte[] body) {
            try {
                return new Delivery(tag, Bodies.id(body), null);
            } catch (AssertionError e) {
                return new Delivery(tag, 0, e);
            }
        }
    }
}
