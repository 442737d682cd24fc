package io.leveret.persistence.message;

import java.util.concurrent.Executor;

/** One thread for what nobody waits for. */
interface Background extends Executor, AutoCloseable {

    /** Has the task run after some time. */
    void executeLater(Runnable task, long nanos);

    /** Has the task run every second from now on. */
    void everySecond(Runnable task);

    /** Ends with the task that is running; the others are dropped. */
    @Override
    void close();
}
