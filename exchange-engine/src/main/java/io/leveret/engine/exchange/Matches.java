package io.leveret.engine.exchange;

/**
 * The queues a message reaches, each once, and what finding them needs in memory. Whoever publishes keeps one, clears it before
 * each message, and uses it on one loop only.
 *
 * @param <Q> what queues are to the caller. Exchanges know them as {@link Destination}s only; as a virtual host binds nothing
 *            but exchanges and its own kind of queue, every destination that is no exchange is a {@code Q}.
 */
public final class Matches<Q extends Destination> {
    private final Distinct queues = new Distinct();
    private final Distinct exchanges = new Distinct();
    private final TopicWalk topicWalk = new TopicWalk();
    private int visitedExchanges;

    public int size() {
        return queues.size();
    }

    public boolean isEmpty() {
        return queues.size() == 0;
    }

    @SuppressWarnings("unchecked")
    public Q queue(int position) {
        return (Q) queues.get(position);
    }

    public void clear() {
        queues.clear();
        exchanges.clear();
        visitedExchanges = 0;
    }

    void addAll(Destinations found) {
        queues.addAll(found.queues());
        for (Exchange exchange : found.exchanges()) exchanges.add(exchange);
    }

    void addQueue(Destination queue) {
        queues.add(queue);
    }

    void visit(Exchange exchange) {
        exchanges.add(exchange);
    }

    /** The next exchange to ask, or null: none left that has not been asked. */
    Exchange nextExchange() {
        return visitedExchanges < exchanges.size() ? (Exchange) exchanges.get(visitedExchanges++) : null;
    }

    TopicWalk topicWalk() {
        return topicWalk;
    }
}
