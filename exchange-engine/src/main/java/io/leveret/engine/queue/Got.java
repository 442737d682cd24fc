package io.leveret.engine.queue;

/**
 * What {@code basic.get} brings.
 *
 * @param remaining ready messages left in the queue
 * @param hold      null if it need not be acknowledged
 */
public record Got(QueuedMessage message, long remaining, Hold hold) {

    /** The message has been written to the socket: what it says is not asked for again. */
    public void written() {
        if (hold != null) hold.sent();
    }
}
