package io.leveret.engine.queue;

import java.util.List;

/** Messages that somebody in a queue wants back in the heap. */
interface Reading {

    /** Where they are, in the order wanted. */
    long[] positions();

    /** Bytes of bodies that there is room for. */
    long mostBytes();

    /** Whether they are still wanted; a purge may have been faster. */
    boolean isWanted();

    /**
     * Here they are.
     *
     * @param answered so many of the positions are dealt with
     * @param messages at these positions, without those that cannot be read any more
     */
    void loaded(int answered, List<QueuedMessage> messages);
}
