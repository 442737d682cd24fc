package io.leveret.persistence.message;

/** Is told what an index needs of segments; scratch segments have numbers of their own ({@link Location#scratchSegment}). */
interface SegmentUse {

    /** So many messages that stand there have left the index, or stand elsewhere now. */
    void left(long segment, int messages);

    /** As {@link #left}, of one message whose body is so large that it may stand in pieces elsewhere. */
    default void leftLarge(long location) {
        left(Location.segment(location), 1);
    }

    SegmentUse IGNORED = (segment, messages) -> { };
}
