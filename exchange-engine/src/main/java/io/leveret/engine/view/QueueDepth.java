package io.leveret.engine.view;

/**
 * How much is in a queue.
 *
 * @param inHeap        messages, ready or not, whose bodies are in memory
 * @param unackedInHeap those of them that clients hold
 * @param bytesInHeap   their bodies
 */
public record QueueDepth(long ready, long unacked, long readyBytes, long unackedBytes, long persistent,
                         long persistentBytes, long inHeap, long unackedInHeap, long bytesInHeap) {

    public long messages() {
        return ready + unacked;
    }

    /** Ready messages whose bodies are in memory. */
    public long readyInHeap() {
        return Math.min(ready, Math.max(0, inHeap - unackedInHeap));
    }

    public long bytes() {
        return readyBytes + unackedBytes;
    }
}
