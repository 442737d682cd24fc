package io.leveret.persistence.journal;

/**
 * The sizes of a journal.
 *
 * @param segmentSize bytes of a segment's file; at most 64 MiB
 * @param chunkSize   bytes of a producer's chunk
 * @param inFlight    bytes of memory handed over and not yet stored above which sources should pause
 * @param sync        when something counts as stored
 */
public record JournalSettings(int segmentSize, int chunkSize, long inFlight, SyncPolicy sync) {

    public static final JournalSettings DEFAULT =
            new JournalSettings(Segment.LARGEST, 64 * 1024, 64L << 20, SyncPolicy.GROUP);

    private static final int SMALLEST_SEGMENT = 64 * 1024;
    private static final int SMALLEST_CHUNK = 1024;
    private static final int LARGEST_PART = 16 << 20;
    private static final int LARGEST_CHUNK = 1 << 20;
    private static final int PARTS_IN_SEGMENT = 4;
    private static final int CHUNKS_IN_SEGMENT = 16;

    public JournalSettings {
        if (segmentSize < SMALLEST_SEGMENT || segmentSize > Segment.LARGEST || segmentSize % SegmentHeader.SIZE != 0) {
            throw new IllegalArgumentException("segments of " + segmentSize + " bytes");
        }
        if (chunkSize < SMALLEST_CHUNK || chunkSize > segmentSize / CHUNKS_IN_SEGMENT) {
            throw new IllegalArgumentException("chunks of " + chunkSize + " bytes with segments of " + segmentSize);
        }
    }

    public JournalSettings withSync(SyncPolicy policy) {
        return new JournalSettings(segmentSize, chunkSize, inFlight, policy);
    }

    /** With smaller segments, and so more of them. */
    public JournalSettings withSegments(int size) {
        return new JournalSettings(size, Math.min(chunkSize, size / CHUNKS_IN_SEGMENT), inFlight, sync);
    }

    /** Longer bodies are split. */
    int largestPart() {
        return Math.min(LARGEST_PART, segmentSize / PARTS_IN_SEGMENT);
    }

    /** Longer chunks are handed over at once. */
    int fullChunk() {
        return Math.min(LARGEST_CHUNK, segmentSize / CHUNKS_IN_SEGMENT);
    }

    /** No record's head may be longer, that is all but its body. */
    int largestHead() {
        return segmentSize / PARTS_IN_SEGMENT;
    }
}
