package io.leveret.engine.queue;

import io.leveret.engine.message.Message;

/** What one queue's messages take up in the heap, and how much of that all others know about. Lives on the queue's home loop. */
final class HeapShare {

    private final MessageMemory memory;

    /** What remains of a message that somebody holds, or that waits for its time, when what it says has left the heap. */
    private final long remains;

    private long weight;
    private long messages;
    private long bytes;
    private long told;
    private long toldHeld;

    HeapShare(MessageMemory memory, long remains) {
        this.memory = memory;
        this.remains = remains;
    }

    void enter(QueuedMessage queued) {
        Message entered = queued.message();
        if (entered.enterHeap()) weight += MessageMemory.weightOf(entered);
        messages++;
        bytes += queued.size();
    }

    void leave(QueuedMessage queued) {
        Message left = queued.message();
        if (left.leaveHeap()) weight -= MessageMemory.weightOf(left);
        messages--;
        bytes -= queued.size();
    }

    /** Those that are here, whoever else has them too. */
    long messages() {
        return messages;
    }

    /** Their bodies. */
    long bytes() {
        return bytes;
    }

    /**
     * Tells the others, small changes now and then only.
     *
     * @param held messages that somebody holds
     * @param bare messages of which nothing is in the heap but what remains
     */
    void tell(long held, long bare) {
        long change = weight + bare * remains - told;
        if (isWorthTelling(change, weight + bare)) {
            told += change;
            memory.add(change);
        }
        long heldChange = held * remains - toldHeld;
        if (isWorthTelling(heldChange, held)) {
            toldHeld += heldChange;
            memory.addHeld(heldChange);
        }
    }

    /** How many messages a consumer may hold. */
    long mostHeld() {
        long most = memory.holdable();
        return most == Long.MAX_VALUE ? most : Math.max(MessageMemory.ALWAYS_HELD, most / remains);
    }

    private static boolean isWorthTelling(long change, long left) {
        return Math.abs(change) >= MessageMemory.STEP || change != 0 && left == 0;
    }
}
