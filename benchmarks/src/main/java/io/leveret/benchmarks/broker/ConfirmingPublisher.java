package io.leveret.benchmarks.broker;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.value.BasicProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Publishes the same message over and over, to one key after the other, so many of them unconfirmed at a time. */
final class ConfirmingPublisher implements AutoCloseable {

    private static final int BATCH_BYTES = 64 * 1024;
    private static final int MOST_LATENCIES = 1 << 20;

    private final Link link;
    private final List<byte[]> frames; // of each key
    private int nextKey;
    private final int window;
    private final Confirms confirms = new Confirms();
    private long published;
    private volatile long confirmed;
    private volatile IOException failure;
    private volatile Thread writer;
    private Thread reader;
    private final long[] latencies = new long[MOST_LATENCIES];
    private int latencyCount;

    ConfirmingPublisher(int port, String exchange, String key, boolean persistent, int size, int window) throws IOException {
        this(port, exchange, List.of(key), persistent, size, window);
    }

    ConfirmingPublisher(int port, String exchange, List<String> keys, boolean persistent, int size, int window) throws IOException {
        this.link = new Link(port);
        this.window = window;
        BasicProperties properties = persistent ? BasicProperties.builder().deliveryMode(2).build() : BasicProperties.EMPTY;
        this.frames = new ArrayList<>();
        for (String key : keys) frames.add(Link.frames(new BasicMethod.Publish(exchange, key, false, false), properties, new byte[size]));
        link.ask(new ConfirmMethod.Select(false));
    }

    /** Publishes for that long, or so many, and returns how many were confirmed. */
    long run(long nanos, long most) throws IOException {
        return window == 1 ? oneByOne(nanos, most) : inAWindow(nanos, most);
    }

    /** Of the confirms of messages sent one by one, in nanoseconds. */
    long latency(double quantile) {
        long[] sorted = Arrays.copyOf(latencies, latencyCount);
        Arrays.sort(sorted);
        return sorted[(int) (quantile * (sorted.length - 1))];
    }

    /** Until everything published has been confirmed. */
    void awaitAll() throws IOException {
        while (confirmed < published) {
            if (failure != null) throw failure;
            LockSupport.parkNanos(this, 1_000_000);
        }
    }

    private long oneByOne(long nanos, long most) throws IOException {
        long end = System.nanoTime() + nanos;
        long sent = confirmed;
        long first = sent;
        latencyCount = 0;
        for (long before = System.nanoTime(); before < end && sent - first < most; before = System.nanoTime()) {
            link.write(next());
            link.flush();
            sent++;
            while (confirmed < sent) link.read(confirms);
            if (latencyCount < MOST_LATENCIES) latencies[latencyCount++] = System.nanoTime() - before;
        }
        return sent - first;
    }

    private long inAWindow(long nanos, long most) throws IOException {
        writer = Thread.currentThread();
        long end = System.nanoTime() + nanos;
        long first = published;
        long sent = first;
        if (reader == null) startReading();
        while (System.nanoTime() < end && sent - first < most) {
            long room = Math.min(window - (sent - confirmed), most - (sent - first));
            while (room-- > 0 && link.unsent() < BATCH_BYTES) {
                link.write(next());
                sent++;
            }
            if (link.unsent() > 0) link.flush();
            else LockSupport.parkNanos(this, 1_000_000);
            published = sent;
            if (failure != null) throw failure;
        }
        return confirmed - first;
    }

    private byte[] next() {
        byte[] next = frames.get(nextKey);
        nextKey = nextKey + 1 == frames.size() ? 0 : nextKey + 1;
        return next;
    }

    private void startReading() {
        reader = new Thread(this::read, "confirms");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (true) {
                link.read(confirms);
                LockSupport.unpark(writer);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    long confirmed() {
        return confirmed;
    }

    @Override
    public void close() throws IOException {
        link.close();
    }

    /** Those of messages of several queues may come in another order. */
    private final class Confirms extends Sink {
        private final NavigableSet<Long> beyond = new TreeSet<>();
        private long upTo;

        @Override
        void delivered(long tag) {
            throw new IllegalStateException("this is no consumer");
        }

        @Override
        void confirmed(long tag, boolean multiple) {
            if (multiple) upTo = Math.max(upTo, tag);
            else beyond.add(tag);
            if (multiple) beyond.headSet(upTo, true).clear();
            while (beyond.remove(upTo + 1)) upTo++;
            confirmed = upTo + beyond.size();
        }
    }
}
