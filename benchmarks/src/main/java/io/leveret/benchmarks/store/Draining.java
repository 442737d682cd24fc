package io.leveret.benchmarks.store;

import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Reads a queue from its beginning to its end as the engine does: the more at a time the faster the messages are used up. */
final class Draining {

    private static final int FIRST_MESSAGES = 16;
    private static final int MOST_MESSAGES = 2048;
    private static final long MOST_BYTES = 8 << 20;

    private final QueueLog log;
    private final CountDownLatch end = new CountDownLatch(1);
    private long last;
    private long next = 1;
    private int window = FIRST_MESSAGES;

    Draining(QueueLog log, StoreLoop loop) {
        this.log = log;
        loop.execute(this::start);
    }

    private void start() {
        log.recovered().visit((position, size, priority, dueAt) -> last = position);
        read();
    }

    private void read() {
        long[] positions = new long[(int) Math.min(window, last - next + 1)];
        for (int i = 0; i < positions.length; i++) positions[i] = next + i;
        window = Math.min(2 * window, MOST_MESSAGES);
        log.read(positions, MOST_BYTES, this::take);
    }

    private void take(List<ReadBack> messages) {
        for (ReadBack each : messages) if (each.message() == null) throw new IllegalStateException("damaged: " + each);
        next += messages.size();
        if (next <= last) read();
        else end.countDown();
    }

    /** Returns how many there were. */
    long awaitEnd() throws InterruptedException {
        end.await();
        return last;
    }
}
