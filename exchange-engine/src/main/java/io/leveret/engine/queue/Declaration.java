package io.leveret.engine.queue;

import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits for the catalog to have the queue: until then a crash would take the queue, and with it what the journal has
 * of it. So a transaction is not complete before, and what it moved here is still where it was. Lives on the home loop.
 */
final class Declaration {

    private final QueueLog log;
    private final TurnConfirms confirms;
    private List<StoreTransaction> transactions = List.of(); // until one has to wait
    private boolean isAwaited;

    Declaration(QueueLog log, TurnConfirms confirms) {
        this.log = log;
        this.confirms = confirms;
    }

    /** To be called before anybody else knows the queue. */
    void await() {
        isAwaited = true;
        confirms.hold();
    }

    /** The queue's part of the transaction is done. */
    void leave(StoreTransaction transaction) {
        if (isAwaited) {
            transaction.expect(1);
            if (transactions.isEmpty()) transactions = new ArrayList<>(1);
            transactions.add(transaction);
        }
        log.leave(transaction);
    }

    /** The catalog has the queue, or need not have it any more. */
    void stored() {
        if (!isAwaited) return;
        isAwaited = false;
        for (StoreTransaction each : transactions) {
            log.enter(each);
            log.leave(each);
        }
        transactions = List.of();
        confirms.release();
    }
}
