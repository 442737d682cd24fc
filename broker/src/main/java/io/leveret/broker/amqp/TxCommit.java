package io.leveret.broker.amqp;

import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Confirmations;
import java.util.concurrent.atomic.AtomicLong;

/** Waits until every queue of a transaction has taken, or refused, what it got. Reports come on any loop. */
final class TxCommit implements Confirmations {

    private final Answer<Boolean> whenDone;

    /** One more than the reports: the commit itself, so that early ones do not end it. */
    private final AtomicLong missing = new AtomicLong(1);
    private volatile boolean rejected;

    /** @param whenDone told whether all was taken */
    TxCommit(Answer<Boolean> whenDone) {
        this.whenDone = whenDone;
    }

    /** There will be so many reports more; before {@link #begun}. */
    void expect(int reports) {
        missing.addAndGet(reports);
    }

    /** Everything was handed over. */
    void begun() {
        count(1);
    }

    @Override
    public void confirmed(long first, long last) {
        count(last - first + 1);
    }

    @Override
    public void rejected(long first, long last) {
        rejected = true;
        count(last - first + 1);
    }

    private void count(long reports) {
        if (missing.addAndGet(-reports) == 0) whenDone.completed(!rejected);
    }
}
