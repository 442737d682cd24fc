package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Transactions that publish to two queues: both have a message, or none. */
final class TransactionLane implements Lane {
    private static final int PAIRS = 3;

    private final Ledger left = new Ledger("left");
    private final Ledger right = new Ledger("right");
    private final RandomGenerator random;
    private long nextId;

    TransactionLane(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void declare(Connection connection) throws Exception {
        Lane.declareQueues(connection, left.queue(), right.queue());
    }

    @Override
    public void work(Work work) throws Exception {
        Channel channel = work.connect().createChannel();
        channel.txSelect();
        work.repeat("transactions", () -> {
            long first = nextId;
            nextId += PAIRS;
            for (long id = first; id < first + PAIRS; id++) {
                for (Ledger ledger : List.of(left, right)) {
                    ledger.sent(id);
                    channel.basicPublish("", ledger.queue(), Publisher.persistent(), Bodies.of(id, random));
                }
            }
            channel.txCommit();
            for (long id = first; id < first + PAIRS; id++) {
                left.confirmed(id, Set.of());
                right.confirmed(id, Set.of());
            }
        });
    }

    @Override
    public void check(Connection connection) throws Exception {
        List<Long> inLeft = Drain.all(connection, left.queue());
        List<Long> inRight = Drain.all(connection, right.queue());
        assertThat(inLeft).as("what a transaction did is there as a whole").isEqualTo(inRight);
        assertThat(inLeft.size() % PAIRS).isZero();
        left.checkInOrder(inLeft);
        right.checkInOrder(inRight);
        left.emptied();
        right.emptied();
    }
}
