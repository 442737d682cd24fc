package io.leveret.engine.queue;

/** How much of a line of messages may be in the heap when not all of it may: its head, of at least one message. */
enum HeadRoom {
    /** Nobody lacks memory: a head that is used up quickly may be so long. */
    PLENTY(2048, 8 << 20),
    /** What all queues have in the heap is above the first mark. */
    TIGHT(128, 1 << 20),
    /** And there are so many queues that even their heads are too much. */
    SCARCE(4, 16 << 10);

    final int messages;
    final long bytes;

    HeadRoom(int messages, long bytes) {
        this.messages = messages;
        this.bytes = bytes;
    }
}
