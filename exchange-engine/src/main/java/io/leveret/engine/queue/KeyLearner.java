package io.leveret.engine.queue;

import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import java.util.List;

/** Reads what a queue without duplicates held before the broker was started, so that it knows the keys of what is there. */
final class KeyLearner {

    private static final int READ_AT_ONCE = 512;
    private static final long READ_BYTES = 4 << 20;

    private final QueueLog log;
    private final Duplicates duplicates;
    private final Runnable done;
    private final ColdPositions unread = new ColdPositions();

    /** @param done run on the home loop when every key is known */
    KeyLearner(QueueLog log, Duplicates duplicates, Runnable done) {
        this.log = log;
        this.duplicates = duplicates;
        this.done = done;
    }

    /** Begins; to be called on the home loop. */
    void start() {
        log.recovered().visit((position, size, priority, dueAt) -> unread.addLast(position));
        goOn();
    }

    private void goOn() {
        if (unread.isEmpty()) done.run();
        else log.read(unread.first(READ_AT_ONCE), READ_BYTES, this::learn);
    }

    private void learn(List<ReadBack> messages) {
        unread.removeFirst(messages.size());
        for (ReadBack read : messages) {
            if (read.message() != null) duplicates.enter(read.position(), read.message(), read.expiresAt());
        }
        goOn();
    }
}
