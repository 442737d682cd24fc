package io.leveret.engine.queue;

import io.leveret.engine.message.Confirmations;
import io.leveret.engine.store.QueueLog;
import java.util.ArrayList;
import java.util.List;

/** What a turn of a queue has to tell publishers, gathered in ranges and told at its end: acks before nacks. */
final class TurnConfirms {

    private final QueueLog log;
    private final ConfirmRanges taken = new ConfirmRanges();
    private final ConfirmRanges refused = new ConfirmRanges();
    private ConfirmRanges logged = new ConfirmRanges();

    /** What waits for the catalog to have the queue; null when it has. */
    private List<ConfirmRanges> held;

    TurnConfirms(QueueLog log) {
        this.log = log;
    }

    /** The queue has the message, or nobody misses it. */
    void taken(Confirmations publisher, long sequence) {
        taken.add(publisher, sequence);
    }

    /** The queue has the message, and the publisher hears of it when the log has it safely too. */
    void logged(Confirmations publisher, long sequence) {
        logged.add(publisher, sequence);
    }

    void refused(Confirmations publisher, long sequence) {
        refused.add(publisher, sequence);
    }

    /** Whether this was the turn's latest answer; a publisher that does not ask has had none. */
    boolean haveAnswered(Confirmations publisher, long sequence) {
        return taken.endWith(publisher, sequence) || logged.endWith(publisher, sequence)
            || refused.endWith(publisher, sequence);
    }

    /** The catalog does not have the queue yet: what the log has of it would be nobody's after a crash. */
    void hold() {
        held = new ArrayList<>(0);
    }

    /** The catalog has the queue. */
    void release() {
        if (held == null) return;
        held.forEach(log::whenDurable);
        held = null;
    }

    void tell() {
        if (!taken.isEmpty()) {
            taken.run();
            taken.clear();
        }
        if (!logged.isEmpty()) {
            if (held == null) log.whenDurable(logged);
            else held.add(logged);
            logged = new ConfirmRanges();
        }
        if (!refused.isEmpty()) {
            refused.reject();
            refused.clear();
        }
    }
}
