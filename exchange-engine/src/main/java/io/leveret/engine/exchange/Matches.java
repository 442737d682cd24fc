package io.leveret.engine.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
    private boolean duplicate;
    private final List<SeenKey> newKeys = new ArrayList<>(0);
    private SeenKey firstKey;
    private Matches<Q> aside;

    public int size() {
        return queues.size();
    }

    public boolean isEmpty() {
        return queues.size() == 0;
    }

    /** Whether nobody wants the message. A duplicate reaches no queue either, but the first of them has. */
    public boolean isUnroutable() {
        return queues.size() == 0 && !duplicate;
    }

    @SuppressWarnings("unchecked")
    public Q queue(int position) {
        return (Q) queues.get(position);
    }

    public void clear() {
        queues.clear();
        exchanges.clear();
        visitedExchanges = 0;
        duplicate = false;
        forgetList();
    }

    /** What exchanges remember the message by, now that they have routed it; to be asked before the next clear. */
    public NewKeys newKeys() {
        return newKeys.isEmpty() ? NewKeys.NONE : new NewKeys(List.copyOf(newKeys), firstKey);
    }

    void addAll(Destinations found) {
        queues.addAll(found.queues());
        for (Exchange exchange : found.exchanges()) exchanges.add(exchange);
    }

    void addAll(Matches<?> found) {
        for (int i = 0; i < found.queues.size(); i++) queues.add(found.queues.get(i));
        for (int i = 0; i < found.exchanges.size(); i++) exchanges.add(found.exchanges.get(i));
    }

    void add(Destination destination) {
        if (destination instanceof Exchange exchange) visit(exchange);
        else addQueue(destination);
    }

    void addQueue(Destination queue) {
        queues.add(queue);
    }

    void visit(Exchange exchange) {
        exchanges.add(exchange);
    }

    /** Whether there is not even an exchange to ask. */
    boolean isNowhere() {
        return queues.size() == 0 && exchanges.size() == 0;
    }

    /** An exchange has seen the message before, and so has nothing to add. */
    void noteDuplicate() {
        duplicate = true;
    }

    /** An exchange has not seen the message's key before, and will know it from now on. */
    void noteKey(SeenKey key) {
        newKeys.add(key);
        if (visitedExchanges == 1) firstKey = key;
    }

    /** What was found is not to be made use of. */
    public void abandon() {
        forgetNewKeys();
        clear();
    }

    void forgetNewKeys() {
        newKeys.forEach(SeenKey::forget);
        forgetList();
    }

    private void forgetList() {
        newKeys.clear();
        firstKey = null;
    }

    /** Further scratch paper, empty: for what one exchange finds by itself. */
    Matches<Q> aside() {
        if (aside == null) aside = new Matches<>();
        return aside;
    }

    /** The next exchange to ask, or null: none left that has not been asked. */
    Exchange nextExchange() {
        return visitedExchanges < exchanges.size() ? (Exchange) exchanges.get(visitedExchanges++) : null;
    }

    /** All that was found, exchanges too. */
    void forEach(Consumer<Destination> visitor) {
        for (int i = 0; i < queues.size(); i++) visitor.accept((Destination) queues.get(i));
        for (int i = 0; i < exchanges.size(); i++) visitor.accept((Destination) exchanges.get(i));
    }

    TopicWalk topicWalk() {
        return topicWalk;
    }
}
