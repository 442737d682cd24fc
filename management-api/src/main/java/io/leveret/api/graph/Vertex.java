package io.leveret.api.graph;

import java.util.Map;

/**
 * An exchange or a queue, or what somebody names that is not there, or a client.
 *
 * @param id      {@code e:}, {@code q:}, {@code p:} or {@code c:} and the name, of a client that of its connection
 * @param isBusy  whether something flows or waits
 * @param weight  the heavier, the sooner it is shown
 * @param figures what is shown of it
 */
record Vertex(String id, String name, boolean isBusy, double weight, boolean isBuiltIn, Map<String, Object> figures) {

    /** There is one of each. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
