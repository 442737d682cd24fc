package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Several publishers of one queue, each of whose messages keep their order, and consumers whose acks nobody answers: what they
 * have settled may be back after a crash, and nothing else may be missing.
 */
final class CrowdLane implements Lane {
    private static final int PUBLISHERS = 4;
    private static final int CONSUMERS = 2;
    private static final int MOST_HELD = 50;

    private final Ledger ledger = new Ledger("crowded");
    private final Set<Long> settling = new HashSet<>();
    private final List<Random> randoms;
    private final long[] next = IntStream.range(0, PUBLISHERS).asLongStream().toArray();

    CrowdLane(Random random) {
        this.randoms = IntStream.range(0, PUBLISHERS).mapToObj(i -> new Random(random.nextLong())).toList();
    }

    @Override
    public void declare(Connection connection) throws Exception {
        Lane.declareQueues(connection, ledger.queue());
    }

    @Override
    public void work(Work work) throws Exception {
        for (int i = 0; i < PUBLISHERS; i++) {
            int which = i;
            Publisher publisher = new Publisher(work.connect().createChannel(), randoms.get(i), id -> ledger.confirmed(id, settling));
            work.repeat("publisher " + i + " of the crowd", () -> {
                long id = next[which];
                next[which] += PUBLISHERS;
                ledger.sent(id);
                publisher.publish("", ledger.queue(), Publisher.persistent(), id);
            });
        }
        for (int i = 0; i < CONSUMERS; i++) {
            Channel channel = work.connect().createChannel();
            channel.basicQos(MOST_HELD);
            channel.basicConsume(ledger.queue(), false, new Acking(channel, work));
        }
    }

    @Override
    public void check(Connection connection) throws Exception {
        ledger.checkInOrder(Drain.all(connection, ledger.queue()), id -> id % PUBLISHERS);
        ledger.emptied();
    }

    /** Acks some by themselves, most with those before them, and leaves some to be given back. */
    private final class Acking extends DefaultConsumer {
        private final Work work;
        private int seen;

        Acking(Channel channel, Work work) {
            super(channel);
            this.work = work;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) throws IOException {
            work.check(() -> ledger.settling(Bodies.id(body), settling));
            if (++seen % 7 == 0) getChannel().basicAck(envelope.getDeliveryTag(), true);
            else if (seen % 3 == 0) getChannel().basicAck(envelope.getDeliveryTag(), false);
        }
    }
}
