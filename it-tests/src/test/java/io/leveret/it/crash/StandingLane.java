package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Messages that stay for many rounds, and are copied so that others' segments can go: each round some of them leave. */
final class StandingLane implements Lane {
    private static final int A_ROUND = 300;
    private static final int PATIENCE_SECONDS = 60;

    private final Ledger ledger = new Ledger("standing");
    private final RandomGenerator random;
    private long nextId;

    StandingLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        Lane.declareQueues(connection, ledger.queue());
    }

    @Override
    public void work(Work work) throws Exception {
        Publisher publisher = new Publisher(work.connect().createChannel(), random, id -> ledger.confirmed(id, Set.of()));
        long last = nextId + A_ROUND;
        work.repeat("publisher of what stays", () -> {
            if (nextId == last) publisher.awaitEnd();
            long id = nextId++;
            ledger.sent(id);
            publisher.publish("", ledger.queue(), Publisher.persistent(), id);
        });
    }

    /** What is not acknowledged goes back to its place when the channel is closed. */
    @Override
    public void check(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.txSelect();
            List<Envelope> tags = new ArrayList<>();
            List<Long> found = take(channel, tags);
            ledger.checkInOrder(found);
            ledger.stay(found);
            List<Long> leaving = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                if (random.nextInt(8) > 0) continue;
                leaving.add(found.get(i));
                channel.basicAck(tags.get(i).getDeliveryTag(), false);
            }
            channel.txCommit();
            leaving.forEach(ledger::settled);
        }
    }

    private List<Long> take(Channel channel, List<Envelope> tags) throws Exception {
        long expected = channel.messageCount(ledger.queue());
        BlockingQueue<Drain.Delivery> deliveries = new LinkedBlockingQueue<>();
        String consumer = channel.basicConsume(ledger.queue(), false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                tags.add(envelope);
                deliveries.add(Drain.Delivery.of(envelope.getDeliveryTag(), body));
            }
        });
        List<Long> found = new ArrayList<>();
        while (found.size() < expected) {
            Drain.Delivery delivery = deliveries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (delivery == null) throw new AssertionError(found.size() + " of " + expected + " messages came from " + ledger.queue());
            if (delivery.damage() != null) throw delivery.damage();
            found.add(delivery.id());
        }
        channel.basicCancel(consumer);
        return found;
    }
}
