package io.leveret.engine.queue;

import java.util.TreeSet;

/** The ready messages of one group, and who holds others of it. */
final class MessageGroup {

    private final String name;
    private final FifoMessages ready = new FifoMessages();
    private final HeldPositions held = new HeldPositions();

    /** Of messages that came back and have to wait; null while there are none. */
    private TreeSet<Long> postponed;

    /** Null while no consumer holds a message of the group. */
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

    /** Whether there is nothing to know about the group. */
    boolean isIdle() {
        return ready.isEmpty() && held.isEmpty() && postponed == null;
    }

    /** Whether any consumer may have the next message. */
    boolean isFree() {
        return held.isEmpty() && overtakesNothing();
    }

    /** Whether its owner may have the next message: not while something later is still held. */
    boolean mayGoOn() {
        return owner != null && headPosition() > held.last() && overtakesNothing();
    }

    /** @param holder null if it is no consumer */
    void hold(QueuedMessage message, Consumer holder) {
        held.add(message.position());
        owner = holder;
    }

    void release(QueuedMessage message) {
        held.remove(message.position());
        if (held.isEmpty()) owner = null;
    }

    void postpone(QueuedMessage message) {
        if (postponed == null) postponed = new TreeSet<>();
        postponed.add(message.position());
    }

    void endDelay(QueuedMessage message) {
        postponed.remove(message.position());
        if (postponed.isEmpty()) postponed = null;
    }

    /** Whether the next message is in the heap; only when there is one. */
    boolean isLoaded() {
        return ready.isLoaded();
    }

    long headPosition() {
        return ready.firstPosition();
    }

    long headExpiry() {
        return ready.nextExpiry();
    }

    private boolean overtakesNothing() {
        return postponed == null || headPosition() < postponed.first();
    }
}
