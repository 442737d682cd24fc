package io.leveret.engine.view;

/**
 * How the place where messages are kept is doing. Counts are since the start.
 *
 * @param syncPolicy when messages count as stored, as in the configuration
 * @param coldReads  messages that were read back from the disk
 * @param damaged    messages that were found damaged, and so are lost
 */
public record StorageHealth(String syncPolicy, Forces forces, Writes writes, Files files, Checkpoints checkpoints, long coldReads,
                            long damaged) {

    /**
     * How long the disk takes to make sure of what was written. The median, the 99th percentile (both within 6 %) and the
     * longest are those of the last half minute to minute, or 0.
     */
    public record Forces(long count, long totalNanos, long medianNanos, long p99Nanos, long longestNanos) {
    }

    /**
     * What was written, in groups; records are messages, settlements and the like.
     *
     * @param waitingChunks pieces of the next groups, each from a loop's turn, that the disk has not been given yet
     * @param bytesOnTheWay memory that waits to be stored
     * @param busy          whether so much waits that publishers are paused
     */
    public record Writes(long groups, long records, long bytes, int waitingChunks, long bytesOnTheWay, boolean busy) {
    }

    /**
     * @param segments      files in use
     * @param spareSegments files that are ready to be used, or wait to be used again
     * @param liveBytes     what was needed of them when there was a checkpoint, more or less; 0 before the first
     * @param diskBytes     what all of them take
     * @param scratchBytes  what files take that need not survive a restart
     * @param full          whether there was no room for another one
     */
    public record Files(int segments, int spareSegments, long liveBytes, long diskBytes, long scratchBytes, boolean full) {
    }

    /**
     * @param lastMillis when the last one was complete, in milliseconds since 1970; 0 if there was none since the start
     * @param lastNanos  how long it took
     * @param lastBytes  what it says
     */
    public record Checkpoints(long count, long lastMillis, long lastNanos, long lastBytes) {

        public static final Checkpoints NONE = new Checkpoints(0, 0, 0, 0);
    }
}
