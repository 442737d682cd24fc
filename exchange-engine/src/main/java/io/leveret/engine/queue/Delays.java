package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.DelayedMessages.Delayed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has messages of a queue wait for their time. Those that are not in the heap then are read before they go on, in order. Where
 * nothing has ever waited it takes up next to nothing.
 */
final class Delays {

    /** Messages whose delay ends in one turn. */
    private static final int DUE_PER_TURN = 1000;

    private static final int READ_AT_ONCE = 256;
    private static final long READ_BYTES = 4 << 20;

    private final Loop home;
    private final QueueRef queue;
    private final Over over;

    /** Null until the first message has to wait, as the alarm. */
    private DelayedMessages waiting;
    private Alarm alarm;

    /** Their time has come, and one of them has to be read before the others can go on. */
    private Deque<Delayed> due;
    private Deque<Delayed> leaving;

    private DueReading reading;

    /** Takes a message whose time has come. */
    interface Over {
        /** @param again whether it had been handed out before */
        void over(QueuedMessage message, boolean again);
    }

    Delays(Loop home, QueueRef queue, Over over) {
        this.home = home;
        this.queue = queue;
        this.over = over;
    }

    private void begin() {
        if (waiting != null) return;
        waiting = new DelayedMessages();
        due = new ArrayDeque<>(0);
        leaving = new ArrayDeque<>(0);
        alarm = new Alarm(home, () -> queue.submit(this::end));
    }

    /** To be called on the home loop, once all is here that a restart brings back. */
    void start() {
        if (waiting != null) alarm.setFor(waiting.nextDue());
    }

    void add(QueuedMessage message, long dueAt, boolean again) {
        begin();
        waiting.add(message, dueAt, again);
        start();
    }

    void addCold(long position, long dueAt, boolean again) {
        begin();
        waiting.addCold(position, dueAt, again);
    }

    /** Lets go of messages, but for those that will be needed at once. */
    void pageOut(Paging paging) {
        if (waiting == null) return;
        long soon = home.millis() + 1000;
        while (paging.mayGoOn()) {
            Delayed oldest = waiting.nextInHeap();
            if (oldest == null) break;
            if (oldest.dueAt() <= soon) continue;
            paging.write(oldest.message);
            leaving.add(oldest);
        }
        while (!leaving.isEmpty() && (leaving.peek().isDue() || paging.isReadable(leaving.peek().message))) {
            Delayed gone = leaving.poll();
            if (gone.isDue()) continue;
            paging.leave(gone.message);
            waiting.leaveHeap(gone);
        }
        if (!leaving.isEmpty()) paging.waitForStore();
        else if (!paging.mayGoOn()) paging.goOnLater();
    }

    /** @return what has to be read for the delays that are over, or null */
    Reading nextReading() {
        if (waiting == null || reading != null || due.isEmpty() || due.peek().message != null) return null;
        List<Delayed> cold = new ArrayList<>();
        for (Delayed delayed : due) {
            if (delayed.message == null) cold.add(delayed);
            if (cold.size() == READ_AT_ONCE) break;
        }
        reading = new DueReading(cold);
        return reading;
    }

    /** How many of those that came back are not in the heap. */
    long bareRetries() {
        return waiting == null ? 0 : waiting.bareRetries();
    }

    boolean isEmpty() {
        return waiting == null || due.isEmpty() && waiting.isEmpty();
    }

    int size() {
        return waiting == null ? 0 : due.size() + waiting.size();
    }

    /** @return so many of those that wait behind that one, the earliest due first */
    List<Delayed> after(long position, long dueAt, int most) {
        return waiting == null ? List.of() : waiting.after(position, dueAt, most);
    }

    /** @return the message that waited, with nothing in it unless it is in the heap; null if there is none any more */
    Delayed take(long position, long dueAt) {
        return waiting == null ? null : waiting.take(position, dueAt);
    }

    /** Every message, in the heap or not. */
    void forEach(Consumer<Delayed> visitor) {
        if (waiting == null) return;
        due.forEach(visitor);
        waiting.forEach(visitor);
    }

    void stop() {
        if (waiting == null) return;
        waiting.clear();
        due.clear();
        leaving.clear();
        reading = null;
        alarm.cancel();
    }

    private void end() {
        for (int left = DUE_PER_TURN - due.size(); left > 0; left--) {
            Delayed next = waiting.pollDue(home.millis());
            if (next == null) break;
            due.add(next);
        }
        release();
    }

    private void release() {
        while (!due.isEmpty() && due.peek().message != null) {
            Delayed first = due.poll();
            QueuedMessage message = first.message;
            first.message = null;
            over.over(message, first.isAgain());
        }
        if (due.isEmpty()) alarm.setFor(waiting.nextDue());
    }

    /** Messages whose time has come, and that are not in the heap. */
    private final class DueReading implements Reading {
        private final List<Delayed> wanted;

        DueReading(List<Delayed> wanted) {
            this.wanted = wanted;
        }

        @Override
        public long[] positions() {
            return wanted.stream().mapToLong(Delayed::position).toArray();
        }

        @Override
        public long mostBytes() {
            return READ_BYTES;
        }

        @Override
        public boolean isWanted() {
            return reading == this;
        }

        @Override
        public void loaded(int answered, List<QueuedMessage> messages) {
            reading = null;
            int next = 0;
            for (Delayed delayed : wanted.subList(0, answered)) {
                boolean here = next < messages.size() && messages.get(next).position() == delayed.position();
                if (here) delayed.message = messages.get(next++);
                else due.remove(delayed);
                if (here && delayed.isAgain()) delayed.message.markRedelivered();
            }
            release();
        }
    }
}
