package io.leveret.benchmarks.broker;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.value.FieldTable;
import java.io.IOException;

/** Consumes a queue and acks many at a time. */
final class Consuming implements AutoCloseable {

    private static final int ACK_EVERY = 200;
    private static final int PREFETCH = 2000;

    private final Link link;
    private volatile long received;
    private long acked;

    Consuming(int port, String queue) throws IOException {
        link = new Link(port);
        link.ask(new BasicMethod.Qos(0, PREFETCH, false));
        link.ask(new BasicMethod.Consume(queue, "c", false, false, false, false, FieldTable.EMPTY));
    }

    long received() {
        return received;
    }

    /** Until so many have come, or the connection is closed. */
    void runTo(long count) throws IOException {
        Deliveries deliveries = new Deliveries();
        while (received < count) {
            link.read(deliveries);
            if (received - acked < ACK_EVERY && received < count) continue;
            acked = received;
            link.write(new BasicMethod.Ack(acked, true));
            link.flush();
        }
    }

    Thread start() {
        Thread thread = new Thread(() -> {
            try {
                runTo(Long.MAX_VALUE);
            } catch (IOException closed) {
                // as it is meant to end
            }
        }, "consumer");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        link.close();
    }

    private final class Deliveries extends Sink {
        @Override
        void delivered(long tag) {
            received = tag;
        }

        @Override
        void confirmed(long tag, boolean multiple) {
            throw new IllegalStateException("this is no publisher");
        }
    }
}
