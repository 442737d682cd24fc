package io.leveret.broker.amqp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Whether a client's session has ended, and what comes after that: to end many queues takes several turns. Lives on the connection's loop. */
final class SessionEnd {

    private final List<Runnable> next = new ArrayList<>(1);
    private boolean begun;
    private boolean done;

    /** @return whether it is the first to do so */
    boolean begin() {
        boolean isFirst = !begun;
        begun = true;
        return isFirst;
    }

    /** Runs the task once it is done. */
    void then(Runnable task) {
        if (done) task.run();
        else next.add(task);
    }

    void done() {
        done = true;
        List<Runnable> tasks = List.copyOf(next);
        next.clear();
        runAll(tasks.iterator());
    }

    /** One that fails keeps none of the others: the last of them may give back what the connection had. */
    private static void runAll(Iterator<Runnable> left) {
        try {
            while (left.hasNext()) left.next().run();
        } finally {
            if (left.hasNext()) runAll(left);
        }
    }

    /** The client has gone: what it was to be told has no purpose any more. */
    void nobodyListens() {
        next.clear();
    }
}
