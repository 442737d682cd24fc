package io.leveret.engine.exchange;

/** The destinations bound at one spot (a key, a node of a trie, a header's value), each once. Immutable. */
final class Destinations {
    private static final Destination[] NO_DESTINATION = {};

    static final Destinations NONE = new Destinations(NO_DESTINATION, new Exchange[0], NO_DESTINATION);

    // Told apart when bound, so that routing need not ask each one what it is.
    private final Destination[] queues;
    private final Exchange[] exchanges;
    /** One entry for every further binding of a destination that is bound here more than once, with other arguments. */
    private final Destination[] boundAgain;

    private Destinations(Destination[] queues, Exchange[] exchanges, Destination[] boundAgain) {
        this.queues = queues;
        this.exchanges = exchanges;
        this.boundAgain = boundAgain;
    }

    Destination[] queues() {
        return queues;
    }

    Exchange[] exchanges() {
        return exchanges;
    }

    boolean isEmpty() {
        return this == NONE;
    }

    Destinations with(Destination added) {
        if (contains(added)) return new Destinations(queues, exchanges, CopyOnWrite.with(boundAgain, added));
        if (added instanceof Exchange exchange) {
            return new Destinations(queues, CopyOnWrite.with(exchanges, exchange), boundAgain);
        }
        return new Destinations(CopyOnWrite.with(queues, added), exchanges, boundAgain);
    }

    /** One binding of that destination less. */
    Destinations without(Destination removed) {
        Destination[] stillAgain = CopyOnWrite.without(boundAgain, removed);
        if (stillAgain != boundAgain) return new Destinations(queues, exchanges, stillAgain);
        if (removed instanceof Exchange exchange) return remaining(queues, CopyOnWrite.without(exchanges, exchange));
        return remaining(CopyOnWrite.without(queues, removed), exchanges);
    }

    private Destinations remaining(Destination[] remainingQueues, Exchange[] remainingExchanges) {
        if (remainingQueues.length == 0 && remainingExchanges.length == 0) return NONE;
        return new Destinations(remainingQueues, remainingExchanges, boundAgain);
    }

    private boolean contains(Destination destination) {
        return destination instanceof Exchange exchange
                ? CopyOnWrite.contains(exchanges, exchange)
                : CopyOnWrite.contains(queues, destination);
    }
}
