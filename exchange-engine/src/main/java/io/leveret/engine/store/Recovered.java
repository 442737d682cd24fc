package io.leveret.engine.store;

/** What a queue held when its log was opened. To be read once, before the queue does anything else. */
public interface Recovered {

    /** Of a queue that is new. */
    Recovered NOTHING = new Recovered() {
        @Override
        public long nextPosition() {
            return 1;
        }

        @Override
        public long handedOutUpTo() {
            return 0;
        }

        @Override
        public void visit(Visitor visitor) {
        }
    };

    /** The position of the next message: higher than any the queue has given out. */
    long nextPosition();

    /** Messages up to this position may have been handed out before: they come back as redelivered. */
    long handedOutUpTo();

    /** Tells of each message, by rising position. */
    void visit(Visitor visitor);

    /** Told of the messages; none of them is in the heap. */
    @FunctionalInterface
    interface Visitor {

        /**
         * @param size     bytes of the body; nearly so for large ones
         * @param priority as the publisher gave it, or less than 0
         * @param dueAt    when it may be handed out, in milliseconds since 1970; 0 for at once
         */
        void message(long position, long size, int priority, long dueAt);

        /** As {@link #message}, of one that had been handed out and has come back to wait. */
        default void postponed(long position, long size, int priority, long dueAt) {
            message(position, size, priority, dueAt);
        }
    }
}
