package io.leveret.api.tail;

import java.util.concurrent.atomic.AtomicLong;

/** The room that all tails have together for messages that wait to be shown. Callable from any thread. */
final class PassingRoom {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    PassingRoom(long mostBytes) {
        this.most = mostBytes;
    }

    /** Whether there is so much room; where nothing is, there is room for anything. */
    boolean take(long bytes) {
        while (true) {
            long before = taken.get();
            if (before > 0 && before + bytes > most) return false;
            if (taken.compareAndSet(before, before + bytes)) return true;
        }
    }

    void free(long bytes) {
        taken.addAndGet(-bytes);
    }
}
