package io.leveret.it.crash;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A queue that is purged, and deleted with messages in it and declared again: what it had before never comes back. */
final class EmptiedLane implements Lane {
    private static final int BATCH = 30;

    private final Ledger ledger = new Ledger("emptied");
    private final RandomGenerator random;
    private long nextId;

    EmptiedLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            declare(channel);
        }
    }

    @Override
    public void work(Work work) throws Exception {
        Channel channel = work.connect().createChannel();
        channel.confirmSelect();
        work.repeat("emptying", () -> {
            fill(channel);
            ledger.leaving();
            if (random.nextBoolean()) {
                channel.queuePurge(ledger.queue()); // which nobody waits for to be stored
                return;
            }
            channel.queueDelete(ledger.queue());
            ledger.emptied();
            declare(channel);
        });
    }

    @Override
    public void check(Connection connection) throws Exception {
        declare(connection);
        ledger.checkInOrder(Drain.all(connection, ledger.queue()));
        ledger.emptied();
    }

    private void fill(Channel channel) throws Exception {
        long first = nextId;
        nextId += BATCH;
        for (long id = first; id < first + BATCH; id++) {
            ledger.sent(id);
            channel.basicPublish("", ledger.queue(), Publisher.persistent(), Bodies.of(id, random));
        }
        channel.waitForConfirms();
        for (long id = first; id < first + BATCH; id++) ledger.confirmed(id, Set.of());
    }

    private void declare(Channel channel) throws Exception {
        channel.queueDeclare(ledger.queue(), true, false, false, Map.of());
    }
}
