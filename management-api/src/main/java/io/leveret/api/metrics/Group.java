package io.leveret.api.metrics;

import java.util.List;

/** Metrics that can be asked for together, by RabbitMQ's name for them. */
interface Group {

    /** @param each whether each thing is told apart, or all of them added up */
    void write(Observed seen, Scrape into, boolean each);

    static Group of(Family<?>... families) {
        List<Family<?>> all = List.of(families);
        return (seen, into, each) -> all.forEach(family -> {
            if (each) family.each(seen, into);
            else family.inAll(seen, into);
        });
    }

    /** Another after this one. */
    default Group and(Group other) {
        return (seen, into, each) -> {
            write(seen, into, each);
            other.write(seen, into, each);
        };
    }
}
