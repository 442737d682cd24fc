package io.leveret.engine.queue;

/**
 * What {@code basic.get} brings.
 *
 * @param remaining ready messages left in the queue
 */
public record Got(QueuedMessage message, long remaining) {
}
