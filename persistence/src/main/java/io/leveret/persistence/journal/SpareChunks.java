package io.leveret.persistence.journal;

import java.util.ArrayDeque;

/**
 * A producer's chunks that wait for their next use. A turn with little to say takes a small one: a large chunk with one message in it
 * is kept from all others until the disk has it, and while the disk is slow there are thousands of them.
 */
final class SpareChunks {

    /** So many small ones take as much as a large one: 4 KiB of 64, for some messages or what a turn has settled. */
    static final int SMALL_IN_LARGE = 16;

    /** So many turns with little to say make another likely; one that has more after all takes two chunks. */
    static final int LITTLE_IN_A_ROW = 16;

    private static final int MOST_SMALL = 512;
    private static final int MOST_LARGE = 32;

    private final int smallSize;
    private final int largeSize;
    private final ArrayDeque<Chunk> small = new ArrayDeque<>();
    private final ArrayDeque<Chunk> large = new ArrayDeque<>();
    private int littleInARow;

    /** @param largeSize bytes of a chunk for many messages */
    SpareChunks(int largeSize) {
        this.largeSize = largeSize;
        this.smallSize = largeSize / SMALL_IN_LARGE;
    }

    /** One with so much room at least. */
    Chunk take(int room) {
        if (room > largeSize) return new Chunk(room);
        boolean isSmall = room <= smallSize && (littleInARow >= LITTLE_IN_A_ROW || littleInARow > 0 && large.isEmpty());
        Chunk spare = (isSmall ? small : large).poll();
        return spare != null ? spare : new Chunk(isSmall ? smallSize : largeSize);
    }

    /** What has been handed over tells how much the next will have to hold. */
    void handedOver(Chunk full) {
        littleInARow = full.copied() <= smallSize / 2 ? littleInARow + 1 : 0;
    }

    /** For another use. */
    void keep(Chunk empty) {
        if (empty.capacity() == largeSize && large.size() < MOST_LARGE) large.push(empty);
        else if (empty.capacity() == smallSize && small.size() < MOST_SMALL) small.push(empty);
    }
}
