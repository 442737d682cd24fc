package io.leveret.engine.queue;

/**
 * How much of a line of messages may be in the heap when not all of it may: its head, of at least one message. And how much
 * may be on its way to a client's socket, which cannot leave the heap.
 */
enum HeadRoom {
    /** Nobody lacks memory: a head that is used up quickly may be so long. */
    PLENTY(2048, 8 << 20, 2048, 2 << 20),
    /** What all queues have in the heap is above the first mark. */
    TIGHT(128, 1 << 20, 256, 256 << 10),
    /** And there are so many queues that even their heads are too much. */
    SCARCE(4, 16 << 10, 16, 16 << 10);

    final int messages;
    final long bytes;
    final int windowMessages;
    final long windowBytes;

    HeadRoom(int messages, long bytes, int windowMessages, long windowBytes) {
        this.messages = messages;
        this.bytes = bytes;
        this.windowMessages = windowMessages;
        this.windowBytes = windowBytes;
    }
}
