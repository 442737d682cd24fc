package io.leveret.it.soak;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Messages that are published with confirms, some each time, and consumed again. */
final class Flow {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int PREFETCH = 100;

    /** Declares what the messages go through. */
    interface Topology {
        void declare(Channel channel) throws IOException;
    }

    /** One message. */
    record Item(String exchange, String key, BasicProperties properties, byte[] body) {}

    /** Makes messages. */
    interface Source {
        Item next();
    }

    /** What a consumer does with a message. */
    interface Settlement {
        void settle(Channel channel, Envelope envelope) throws IOException;
    }

    private final String name;
    private final Connection connection;
    private final Clockwork clockwork;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private int copies = 1;

    Flow(String name, Connection connection, Clockwork clockwork) {
        this.name = name;
        this.connection = connection;
        this.clockwork = clockwork;
    }

    Flow through(Topology topology) throws Exception {
        try (Channel channel = connection.createChannel()) {
            topology.declare(channel);
        }
        return this;
    }

    /** How often each message arrives; none if that is not known. */
    Flow arriving(int times) {
        copies = times;
        return this;
    }

    Flow published(int count, int millis, Source source) throws Exception {
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        clockwork.every(millis, "publisher of " + name, () -> {
            for (int i = 0; i < count; i++) publish(channel, source.next());
            channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
            published.addAndGet(count);
        });
        return this;
    }

    /** All of them in one transaction. */
    Flow committed(int count, int millis, Source source) throws Exception {
        Channel channel = connection.createChannel();
        channel.txSelect();
        clockwork.every(millis, "transactions of " + name, () -> {
            for (int i = 0; i < count; i++) publish(channel, source.next());
            channel.txCommit();
            published.addAndGet(count);
        });
        return this;
    }

    /** Consumed by somebody who settles each message. */
    Flow settled(String queue, Settlement settlement) throws Exception {
        Channel channel = connection.createChannel();
        channel.basicQos(PREFETCH);
        consume(channel, queue, false, settlement);
        return this;
    }

    /** Consumed and acknowledged. */
    Flow consumed(String queue) throws Exception {
        return settled(queue, (channel, envelope) -> {
            channel.basicAck(envelope.getDeliveryTag(), false);
            received.incrementAndGet();
        });
    }

    /** Consumed without acknowledgements. */
    Flow drained(String queue) throws Exception {
        consume(connection.createChannel(), queue, true, (channel, envelope) -> received.incrementAndGet());
        return this;
    }

    /** Got one by one, all that are there, at these times: so there is a backlog in between. */
    Flow fetched(String queue, int millis) throws Exception {
        Channel channel = connection.createChannel();
        clockwork.every(millis, "who gets " + name, () -> fetch(channel, queue));
        return this;
    }

    long publishedCount() {
        return published.get();
    }

    /** What is missing when nothing is published any more, or {@code null}. */
    String missing() {
        long expected = published.get() * copies;
        return copies == 0 || received.get() == expected ? null : name + ": " + received + " of " + expected + " arrived";
    }

    /** Gets what is left after the last time. */
    void fetchRest(String queue) throws Exception {
        try (Channel channel = connection.createChannel()) {
            fetch(channel, queue);
        }
    }

    private void fetch(Channel channel, String queue) throws IOException {
        while (channel.basicGet(queue, true) != null) received.incrementAndGet();
    }

    private void publish(Channel channel, Item item) throws IOException {
        channel.basicPublish(item.exchange(), item.key(), item.properties(), item.body());
    }

    private void consume(Channel channel, String queue, boolean autoAck, Settlement settlement) throws IOException {
        channel.basicConsume(queue, autoAck, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) throws IOException {
                settlement.settle(getChannel(), envelope);
            }

            @Override
            public void handleCancel(String tag) {
                clockwork.fail("consumer of " + name, new IOException("cancelled"));
            }
        });
    }
}
