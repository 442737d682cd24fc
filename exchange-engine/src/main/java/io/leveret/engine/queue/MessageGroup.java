package io.leveret.engine.queue;

/** The ready messages of one group, and who holds others of it. */
final class MessageGroup {

    private final String name;
    private final FifoMessages ready = new FifoMessages();
    private int held;
    private long latestHeld;

    /** Null while no consumer holds a message of the group, and when one was handed out last that no consumer holds. */
    private Consumer owner;

    MessageGroup(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    FifoMessages ready() {
        return ready;
    }

    Consumer owner() {
        return owner;
    }

    /** Whether any consumer may have the next message. */
    boolean isFree() {
        return held == 0;
    }

    /** Whether its owner may have the next message: not while something later is still held. */
    boolean mayGoOn() {
        return owner != null && headPosition() > latestHeld;
    }

    void hold(QueuedMessage message, Consumer holder) {
        held++;
        latestHeld = Math.max(latestHeld, message.position());
        owner = holder;
    }

    void release() {
        if (--held > 0) return;
        owner = null;
        latestHeld = 0;
    }

    long headPosition() {
        return ready.peekFirst().position();
    }

    long headExpiry() {
        return ready.nextExpiry();
    }
}
