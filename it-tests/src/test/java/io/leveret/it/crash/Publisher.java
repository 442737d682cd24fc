package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** Publishes persistent messages with confirms, a window of them under way at a time, which is another each time. */
final class Publisher {
    private static final int LARGEST_WINDOW = 100;

    private final Channel channel;
    private final RandomGenerator random;
    private final ConcurrentNavigableMap<Long, Long> underWay = new ConcurrentSkipListMap<>();
    private final Semaphore room;
    private final LongConsumer confirmed;

    /** @param confirmed told of each id */
    Publisher(Channel channel, RandomGenerator random, LongConsumer confirmed) throws IOException {
        this(channel, random, 1 + random.nextInt(LARGEST_WINDOW), confirmed);
    }

    private Publisher(Channel channel, RandomGenerator random, int window, LongConsumer confirmed) throws IOException {
        this.channel = channel;
        this.random = random;
        this.room = new Semaphore(window);
        this.confirmed = confirmed;
        channel.confirmSelect();
        channel.addConfirmListener(this::take, (tag, multiple) -> {
            throw new IllegalStateException("nothing is to be refused");
        });
        channel.addShutdownListener(end -> room.release(Integer.MAX_VALUE / 2));
    }

    /** With one message under way at a time. */
    static Publisher oneByOne(Channel channel, LongConsumer confirmed) throws IOException {
        return new Publisher(channel, null, 1, confirmed);
    }

    void publish(String exchange, String key, AMQP.BasicProperties properties, long id) throws IOException, InterruptedException {
        publish(exchange, key, properties, id, Bodies.of(id, random));
    }

    void publish(String exchange, String key, long id, byte[] body) throws IOException, InterruptedException {
        publish(exchange, key, persistent(), id, body);
    }

    private void publish(String exchange, String key, AMQP.BasicProperties properties, long id, byte[] body)
            throws IOException, InterruptedException {
        room.acquire();
        underWay.put(channel.getNextPublishSeqNo(), id);
        channel.basicPublish(exchange, key, properties, body);
    }

    /** Until the channel has ended. */
    void awaitEnd() throws InterruptedException {
        room.acquire(LARGEST_WINDOW + 1);
    }

    static AMQP.BasicProperties persistent() {
        return MessageProperties.MINIMAL_PERSISTENT_BASIC;
    }

    private void take(long tag, boolean multiple) {
        var taken = multiple ? underWay.headMap(tag, true) : underWay.subMap(tag, true, tag, true);
        int count = 0;
        for (var entry = taken.pollFirstEntry(); entry != null; entry = taken.pollFirstEntry()) {
            confirmed.accept(entry.getValue());
            count++;
        }
        room.release(count);
    }
}
