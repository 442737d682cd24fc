package io.leveret.persistence.message;

import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks that wait for something appended to be stored, by rising positions of a producer. */
final class WaitingTasks {

    private static final Logger log = LoggerFactory.getLogger(WaitingTasks.class);

    private static final int FIRST_ROOM = 64;

    // A ring
    private Runnable[] tasks = new Runnable[FIRST_ROOM];
    private long[] positions = new long[FIRST_ROOM];
    private int head;
    private int size;

    void add(long position, Runnable task) {
        if (size == tasks.length) grow();
        int index = head + size & tasks.length - 1;
        tasks[index] = task;
        positions[index] = position;
        size++;
    }

    /** All below the position is stored. */
    void run(long position) {
        while (size > 0 && positions[head] <= position) {
            Runnable task = tasks[head];
            tasks[head] = null;
            head = head + 1 & tasks.length - 1;
            size--;
            run(task);
        }
    }

    /** Whatever becomes of the task: others wait for the same. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (RejectedExecutionException e) {
            log.debug("who waited for a message to be stored has gone", e);
        } catch (RuntimeException e) {
            log.error("what waited for a message to be stored has failed", e);
        }
    }

    private void grow() {
        Runnable[] moreTasks = new Runnable[2 * tasks.length];
        long[] morePositions = new long[2 * tasks.length];
        for (int i = 0; i < size; i++) {
            moreTasks[i] = tasks[head + i & tasks.length - 1];
            morePositions[i] = positions[head + i & tasks.length - 1];
        }
        tasks = moreTasks;
        positions = morePositions;
        head = 0;
    }
}
