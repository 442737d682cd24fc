package io.leveret.engine.store;

import io.leveret.engine.message.Message;

/** The log of a queue of which nothing outlives the process. */
final class NoLog implements QueueLog {

    @Override
    public void append(long position, Message message) {
    }

    @Override
    public void remove(long position) {
    }

    @Override
    public void whenDurable(Runnable task) {
        task.run();
    }

    @Override
    public void delete() {
    }
}
