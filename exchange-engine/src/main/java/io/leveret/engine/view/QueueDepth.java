package io.leveret.engine.view;

/**
 * How much is in a queue.
 *
 * @param inHeap      messages, ready or not, whose bodies are in memory
 * @param bytesInHeap their bodies
 */
public record QueueDepth(long ready, long unacked, long readyBytes, long unackedBytes, long persistent,
                         long persistentBytes, long inHeap, long bytesInHeap) {

    public long messages() {
        return ready + unacked;
    }

    public long bytes() {
        return readyBytes + unackedBytes;
    }
}
