package io.leveret.it.crash;

import com.rabbitmq.client.Connection;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Bodies that stand in pieces in the journal, which the pieces' segments must outlive; one at a time. */
final class HugeLane implements Lane {
    private static final int IN_PIECES = 16 << 20;
    private static final int A_ROUND = 2;

    private final Ledger ledger = new Ledger("huge");
    private final RandomGenerator random;
    private long nextId;

    HugeLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        Lane.declareQueues(connection, ledger.queue());
    }

    @Override
    public void work(Work work) throws Exception {
        if (work.hasSmallSegments()) return;
        Publisher publisher = Publisher.oneByOne(work.connect().createChannel(), id -> ledger.confirmed(id, Set.of()));
        long last = nextId + A_ROUND;
        work.repeat("publisher of large bodies", () -> {
            if (nextId == last) publisher.awaitEnd();
            long id = nextId++;
            ledger.sent(id);
            publisher.publish("", ledger.queue(), id, Bodies.of(id, IN_PIECES + random.nextInt(IN_PIECES / 2)));
        });
    }

    @Override
    public void check(Connection connection) throws Exception {
        ledger.checkInOrder(Drain.all(connection, ledger.queue()));
        ledger.emptied();
    }
}
