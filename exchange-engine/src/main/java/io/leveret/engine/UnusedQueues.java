package io.leveret.engine;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Lets queues go that nobody uses any more, so many at a time that others have their turn on the loop where they live: a client may leave
 * tens of thousands behind. Who declares or consumes from one meanwhile keeps it. Each loop sees what is its own.
 */
final class UnusedQueues {

    private static final int MOST_AT_ONCE = 128;

    /** Those of a loop, from the first that goes until all have. */
    private static final class Line {
        private final Deque<Runnable> waiting = new ArrayDeque<>(0);
        private int gone;
    }

    private final Map<Loop, Line> lines = new ConcurrentHashMap<>();

    /** Whether the queue may go now; else it is told when it has its turn. */
    boolean mayGo(QueueRef queue) {
        Line line = lines.computeIfAbsent(queue.home(), this::begin);
        if (line.waiting.isEmpty() && line.gone < MOST_AT_ONCE) {
            line.gone++;
            return true;
        }
        line.waiting.add(queue::endIfUnused);
        return false;
    }

    /**
     * Deletes queues of a client that has gone; one that cannot be deleted keeps none of the others.
     *
     * @param then run when they have gone, and with them those in line now: at once, or later on the loop
     */
    void delete(Iterator<QueueRef> left, Loop loop, Consumer<QueueRef> deletion, Runnable then) {
        try {
            for (int i = 0; i < MOST_AT_ONCE && left.hasNext(); i++) deletion.accept(left.next());
        } finally {
            if (left.hasNext()) loop.schedule(() -> delete(left, loop, deletion, then), 0);
            else whenGone(loop, then);
        }
    }

    private void whenGone(Loop loop, Runnable task) {
        Line line = lines.get(loop);
        if (line == null || line.waiting.isEmpty()) task.run();
        else line.waiting.add(task);
    }

    private Line begin(Loop loop) {
        Line line = new Line();
        goOn(loop, line);
        return line;
    }

    /** By a timer, as tasks run before sockets have their turn. */
    private void goOn(Loop loop, Line line) {
        loop.schedule(() -> turn(loop, line), 0);
    }

    private void turn(Loop loop, Line line) {
        if (line.waiting.isEmpty()) {
            lines.remove(loop);
            return;
        }
        try {
            for (int i = 0; i < MOST_AT_ONCE && !line.waiting.isEmpty(); i++) line.waiting.poll().run();
        } finally {
            goOn(loop, line);
        }
    }
}
