package io.leveret.engine.queue;

import io.leveret.engine.message.Confirmations;
import java.util.function.LongConsumer;

/**
 * Brings home to a queue that copies of its messages have arrived in others, by the positions of the messages. A queue
 * that is full and refuses its copy has answered too: nothing more is owed to it.
 *
 * @param queue   where the messages are from
 * @param arrived told of each copy, on the queue's home loop
 */
record Arrivals(QueueRef queue, LongConsumer arrived) implements Confirmations {

    @Override
    public void confirmed(long first, long last) {
        queue.submit(() -> {
            for (long position = first; position <= last; position++) arrived.accept(position);
        });
    }

    @Override
    public void rejected(long first, long last) {
        confirmed(first, last);
    }
}
