package io.leveret.engine.queue;

import java.util.Arrays;
import java.util.List;

/**
 * The next messages of a part of a line that are not in the heap.
 *
 * @param positions in the order wanted
 */
record LineReading(Part part, FifoMessages line, long[] positions, long mostBytes) implements Reading {

    /** Of a line: what is behind its head, or what has come back. */
    interface Part {

        /** Whether it still waits for them. */
        boolean wants(LineReading reading);

        /** @param answered where those are that are dealt with */
        void loaded(FifoMessages line, long[] answered, List<QueuedMessage> messages);
    }

    /** Only where there are any. */
    long last() {
        return positions[positions.length - 1];
    }

    @Override
    public boolean isWanted() {
        return part.wants(this);
    }

    @Override
    public void loaded(int answered, List<QueuedMessage> messages) {
        part.loaded(line, Arrays.copyOf(positions, answered), messages);
    }
}
