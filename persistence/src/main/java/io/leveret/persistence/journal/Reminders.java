package io.leveret.persistence.journal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Producers that have something that can wait, but not for ever: so long, they hope for company. */
final class Reminders {

    private final Queue<JournalProducer> asked = new ConcurrentLinkedQueue<>();

    // The writer's own
    private final ArrayDeque<JournalProducer> waiting = new ArrayDeque<>();
    private long due;

    /** Callable from any thread. */
    void ask(JournalProducer producer) {
        asked.add(producer);
    }

    boolean areAsked() {
        return !asked.isEmpty();
    }

    /** Reminds those who have waited long enough, and says for how many nanoseconds there is nobody. */
    long remind(long now, Consumer<JournalProducer> reminder) {
        for (JournalProducer producer = asked.poll(); producer != null; producer = asked.poll()) {
            if (waiting.isEmpty()) due = now + JournalWriter.PATIENCE;
            waiting.add(producer);
        }
        if (waiting.isEmpty()) return Parking.FOREVER;
        if (now < due) return due - now;
        while (!waiting.isEmpty()) reminder.accept(waiting.poll());
        return Parking.FOREVER;
    }
}
