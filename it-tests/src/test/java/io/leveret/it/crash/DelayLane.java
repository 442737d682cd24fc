package io.leveret.it.crash;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Messages that an exchange holds back for a while: each arrives once, however often the broker is killed meanwhile. */
final class DelayLane implements Lane {
    private static final int LONGEST_DELAY = 300;

    private final Ledger ledger = new Ledger("later");
    private final RandomGenerator random;
    private long nextId;

    DelayLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("delay", "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
            channel.queueDeclare(ledger.queue(), true, false, false, null);
            channel.queueBind(ledger.queue(), "delay", "");
        }
    }

    @Override
    public void work(Work work) throws Exception {
        Publisher publisher = new Publisher(work.connect().createChannel(), random, id -> ledger.confirmed(id, Set.of()));
        work.repeat("publisher of delayed messages", () -> {
            long id = nextId++;
            ledger.sent(id);
            publisher.publish("delay", "", delayed(random.nextInt(LONGEST_DELAY)), id);
        });
    }

    @Override
    public void check(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.basicPublish("delay", "", delayed(2 * LONGEST_DELAY), Bodies.of(Drain.LAST, random));
        }
        ledger.check(Drain.toTheLast(connection, ledger.queue()));
        ledger.emptied();
    }

    private static AMQP.BasicProperties delayed(int millis) {
        return Publisher.persistent().builder().headers(Map.of("x-delay", millis)).build();
    }
}
