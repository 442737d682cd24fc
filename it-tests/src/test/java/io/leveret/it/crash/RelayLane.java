package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Transactions that take messages from one queue and put them into another: each is in the one or in the other, once. */
final class RelayLane implements Lane {
    private static final int MOST_AT_ONCE = 12;
    private static final String FROM = "relay-from";
    private static final String TO = "relay-to";

    private final Ledger ledger = new Ledger("relay");
    private final RandomGenerator random;
    private long nextId;

    RelayLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        Lane.declareQueues(connection, FROM, TO);
    }

    @Override
    public void work(Work work) throws Exception {
        Publisher publisher = new Publisher(work.connect().createChannel(), random, id -> ledger.confirmed(id, Set.of()));
        work.repeat("publisher to be relayed", () -> {
            long id = nextId++;
            ledger.sent(id);
            publisher.publish("", FROM, Publisher.persistent(), id);
        });
        Channel channel = work.connect().createChannel();
        channel.txSelect();
        channel.basicQos(2 * MOST_AT_ONCE);
        channel.basicConsume(FROM, false, new Relaying(channel, work));
    }

    @Override
    public void check(Connection connection) throws Exception {
        List<Long> everywhere = Drain.all(connection, TO);
        everywhere.addAll(Drain.all(connection, FROM));
        ledger.checkInOrder(everywhere);
        ledger.emptied();
    }

    private static final class Relaying extends DefaultConsumer {
        private final Work work;
        private int held;
        private int atOnce = 1;

        Relaying(Channel channel, Work work) {
            super(channel);
            this.work = work;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) throws IOException {
            work.check(() -> Bodies.id(body));
            getChannel().basicPublish("", TO, Publisher.persistent(), body);
            if (++held < atOnce) return;
            getChannel().basicAck(envelope.getDeliveryTag(), true);
            getChannel().txCommit();
            held = 0;
            atOnce = atOnce % MOST_AT_ONCE + 1;
        }
    }
}
