package io.leveret.engine.queue;

import io.leveret.engine.message.Confirmations;
import io.leveret.engine.store.QueueLog;
import java.util.ArrayList;
import java.util.List;

/** What a turn of a queue has to tell publishers, gathered in ranges and told at its end: acks before nacks. */
final class TurnConfirms {

    private final QueueLog log;

    /** Each null until there are some. */
    private ConfirmRanges taken;
    private ConfirmRanges refused;
    private ConfirmRanges logged;

    /** What waits for the catalog to have the queue; null when it has. */
    private List<ConfirmRanges> held;

    TurnConfirms(QueueLog log) {
        this.log = log;
    }

    /** The queue has the message, or nobody misses it. */
    void taken(Confirmations publisher, long sequence) {
        if (taken == null) taken = new ConfirmRanges();
        taken.add(publisher, sequence);
    }

    /** The queue has the message, and the publisher hears of it when the log has it safely too. */
    void logged(Confirmations publisher, long sequence) {
        if (logged == null) logged = new ConfirmRanges();
        logged.add(publisher, sequence);
    }

    void refused(Confirmations publisher, long sequence) {
        if (refused == null) refused = new ConfirmRanges();
        refused.add(publisher, sequence);
    }

    /** Whether this was the turn's latest answer; a publisher that does not ask has had none. */
    boolean haveAnswered(Confirmations publisher, long sequence) {
        return endWith(taken, publisher, sequence) || endWith(logged, publisher, sequence)
            || endWith(refused, publisher, sequence);
    }

    private static boolean endWith(ConfirmRanges answers, Confirmations publisher, long sequence) {
        return answers != null && answers.endWith(publisher, sequence);
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
        if (taken != null && !taken.isEmpty()) {
            taken.run();
            taken.clear();
        }
        if (logged != null && !logged.isEmpty()) {
            if (held == null) log.whenDurable(logged);
            else held.add(logged);
            logged = null; // it is the log's, or waits
        }
        if (refused != null && !refused.isEmpty()) {
            refused.reject();
            refused.clear();
        }
    }
}
