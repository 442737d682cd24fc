package io.leveret.engine.queue;

/** What {@code queue.declare-ok} tells: messages that are ready, and consumers. */
public record QueueStatus(long messages, int consumers) {
}
