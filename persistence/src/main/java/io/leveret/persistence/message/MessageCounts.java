package io.leveret.persistence.message;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** How many messages of which queues, in words. */
final class MessageCounts {

    private static final int MOST_LISTED = 100;

    private final LongFunction<String> names;
    private final SortedMap<Long, Long> ofQueues = new TreeMap<>();

    /** @param names what a queue is called, by its id */
    MessageCounts(LongFunction<String> names) {
        this.names = names;
    }

    void add(long queue, long messages) {
        ofQueues.merge(queue, messages, Long::sum);
    }

    boolean isEmpty() {
        return ofQueues.isEmpty();
    }

    long all() {
        return ofQueues.values().stream().mapToLong(Long::longValue).sum();
    }

    String firstQueue() {
        return names.apply(ofQueues.firstKey());
    }

    String ofEach() {
        return ofQueues.entrySet().stream().limit(MOST_LISTED).map(queue -> queue.getValue() + " of " + names.apply(queue.getKey()))
                .collect(Collectors.joining(", ")) + (ofQueues.size() > MOST_LISTED ? ", …" : "");
    }

    @Override
    public String toString() {
        return all() + (all() == 1 ? " message, " : " messages, ") + ofEach();
    }
}
