package io.leveret.persistence.journal;

/** Takes what producers hand over. */
interface ChunkSink {

    void handOver(Chunk chunk);

    /** The producer has something that can wait, but not for ever. */
    void remind(JournalProducer producer);

    /** Of the segment that chunks will stand in, as a rule. */
    int likelySalt();
}
