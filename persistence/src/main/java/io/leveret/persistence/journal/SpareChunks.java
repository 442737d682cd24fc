package io.leveret.persistence.journal;

import java.util.ArrayDeque;

/**
 * A producer's chunks that wait for their next use. A turn with little to say takes a small one: a large chunk with one message in it
 * is kept from all others until the disk has it, and while the disk is slow there are thousands of them.
 */
final class SpareChunks {

    /** Bytes that hold some messages, or what a turn has settled. */
    static final int SMALL = 4096;

    private static final int MOST_SMALL = 512;
    private static final int MOST_LARGE = 32;

    private final int smallSize;
    private final int largeSize;
    private final ArrayDeque<Chunk> small = new ArrayDeque<>();
    private final ArrayDeque<Chunk> large = new ArrayDeque<>();
    private boolean littleLately;

    /** @param largeSize bytes of a chunk for many messages */
    SpareChunks(int largeSize) {
        this.largeSize = largeSize;
        this.smallSize = Math.min(SMALL, largeSize);
    }

    /** One with so much room at least. */
    Chunk take(int room) {
        if (room > largeSize) return new Chunk(room);
        boolean isSmall = littleLately && room <= smallSize;
        Chunk spare = (isSmall ? small : large).poll();
        return spare != null ? spare : new Chunk(isSmall ? smallSize : largeSize);
    }

    /** What has been handed over tells how much the next will have to hold. */
    void handedOver(Chunk full) {
        littleLately = full.copied() <= smallSize / 2;
    }

    /** For another use. */
    void keep(Chunk empty) {
        if (empty.capacity() == largeSize && large.size() < MOST_LARGE) large.push(empty);
        else if (empty.capacity() == smallSize && small.size() < MOST_SMALL) small.push(empty);
    }
}
