package io.leveret.broker;

import java.util.Optional;

/** A disk on which publishers soon wait for room that there hardly ever is: segments are made ahead at their full size. */
final class SmallDisk {

    /** One that is written, two that are ready, one in reserve. */
    private static final int LEAST_SEGMENTS = 4;

    /** With as many for messages. */
    private static final int ENOUGH_SEGMENTS = 8;

    private static final long MIB = 1 << 20;

    private SmallDisk() {
    }

    /** What is to be said of a disk of that size, if anything. */
    static Optional<String> complaint(long bytes, int segmentSize) {
        long segments = bytes / segmentSize;
        boolean isUnknown = bytes <= 0; // as some network file systems have it
        if (isUnknown || segments >= ENOUGH_SEGMENTS) return Optional.empty();
        String most = segments <= LEAST_SEGMENTS ? "the first messages" : (segments - LEAST_SEGMENTS) * segmentSize / MIB + " MiB of messages";
        return Optional.of("has " + bytes / MIB + " MiB in all, of which " + LEAST_SEGMENTS * (long) segmentSize / MIB
                + " are needed ahead: publishers will wait after " + most);
    }
}
