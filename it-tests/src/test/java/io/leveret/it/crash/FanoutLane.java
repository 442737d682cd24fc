package io.leveret.it.crash;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One message for several queues: in all of them, or, unconfirmed, perhaps in some. */
final class FanoutLane implements Lane {
    private final String exchange = "spread";
    private final List<Ledger> ledgers = List.of(new Ledger("spread-1"), new Ledger("spread-2"), new Ledger("spread-3"));
    private final RandomGenerator random;
    private long nextId;

    FanoutLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(exchange, "fanout", true);
        }
        for (Ledger ledger : ledgers) {
            try (Channel channel = connection.createChannel()) {
                channel.queueDeclare(ledger.queue(), true, false, false, null);
                channel.queueBind(ledger.queue(), exchange, "");
            }
        }
    }

    @Override
    public void work(Work work) throws Exception {
        Publisher publisher = new Publisher(work.connect().createChannel(), random,
                id -> ledgers.forEach(ledger -> ledger.confirmed(id, Set.of())));
        work.repeat("publisher to all", () -> {
            long id = nextId++;
            ledgers.forEach(ledger -> ledger.sent(id));
            publisher.publish(exchange, "", Publisher.persistent(), id);
        });
    }

    @Override
    public void check(Connection connection) throws Exception {
        for (Ledger ledger : ledgers) {
            ledger.checkInOrder(Drain.all(connection, ledger.queue()));
            ledger.emptied();
        }
    }
}
