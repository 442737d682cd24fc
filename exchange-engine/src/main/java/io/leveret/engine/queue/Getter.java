package io.leveret.engine.queue;

/** Whoever holds a message by {@code basic.get}: a channel. Called on the queue's home loop. */
public interface Getter extends MessageHolder {

    /**
     * A message was held longer than it may be, and the queue has taken it back.
     *
     * @param timeout how long it might have been held, in milliseconds
     */
    void timedOut(long timeout);

    /** An operator looks into a queue that is paused too. */
    default boolean ignoresPause() {
        return false;
    }

    /** One who settles at once what it gets, for an operator. */
    static Getter ofOperator() {
        return new Getter() {
            @Override
            public void timedOut(long timeout) {
            }

            @Override
            public boolean ignoresPause() {
                return true;
            }
        };
    }
}
