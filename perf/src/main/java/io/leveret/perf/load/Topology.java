package io.leveret.perf.load;

import io.leveret.codec.value.FieldTable;
import java.util.List;

/**
 * Exchange, queues and how they are bound.
 *
 * @param exchange    "" for the default exchange
 * @param queues      names; "" for a queue that the broker names
 * @param predeclared whether all of it is there already
 * @param temporary   whether the queues are deleted in the end
 */
public record Topology(String exchange, String type, List<String> queues, Keys keys, boolean durable, boolean autoDelete,
        FieldTable arguments, boolean predeclared, boolean temporary) {
    /** The exchange that is declared when none is named; goes with its last binding. */
    public static final String OWN_EXCHANGE = "leveret-perf";

    int copies(List<String> named) {
        return "fanout".equals(type) ? named.size() : keys.copies(named);
    }
}
