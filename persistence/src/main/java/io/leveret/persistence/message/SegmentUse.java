package io.leveret.persistence.message;

/** Is told what an index needs of segments; scratch segments have numbers of their own ({@link Location#scratchSegment}). */
interface SegmentUse {

    /** So many messages that stand there have left the index, or stand elsewhere now. */
    void left(long segment, int messages);

    SegmentUse IGNORED = (segment, messages) -> { };
}
