package io.leveret.broker.amqp;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The consumers of a connection whose deliveries wait for the socket. Each in its turn writes a share, so that one with
 * much to write does not keep the others waiting, and those with nothing cost nothing. Lives on the connection's loop.
 */
final class Backlog {

    /** Has deliveries that wait; stands in line once as long as it has. */
    interface Source {
        /**
         * Writes some of what waits.
         *
         * @return whether more waits
         */
        boolean writeShare();
    }

    /** Deliveries in a share. */
    static final int SHARE = 64;

    private final Outbound outbound;
    private final Queue<Source> line = new ArrayDeque<>(0);

    Backlog(Outbound outbound) {
        this.outbound = outbound;
    }

    void add(Source source) {
        line.add(source);
    }

    /** Writes as much as the socket takes. */
    void write() {
        while (!line.isEmpty() && outbound.isWritable()) {
            Source next = line.remove();
            if (next.writeShare()) line.add(next);
        }
    }
}
