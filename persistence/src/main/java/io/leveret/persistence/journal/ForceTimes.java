package io.leveret.persistence.journal;

import io.leveret.engine.view.StorageHealth.Forces;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** How long forces take: counted by whoever forces, one at a time, without a lock or a fence, and read by anybody. */
final class ForceTimes {

    static final long WINDOW = TimeUnit.SECONDS.toNanos(30);

    private static final int STEP_BITS = 3; // each power of two in eight steps
    private static final int STEPS = 1 << STEP_BITS;
    private static final int BUCKETS = 48 * STEPS; // three days

    /** What was measured in half a minute. */
    private static final class Window {
        private final long start;
        private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
        private final AtomicLong longest = new AtomicLong();

        Window(long start) {
            this.start = start;
        }

        void add(long nanos) {
            int bucket = bucketOf(nanos);
            counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
            if (nanos > longest.getPlain()) longest.setOpaque(nanos);
        }
    }

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private volatile Window current;
    private volatile Window before;

    ForceTimes(long now) {
        current = new Window(now);
        before = current;
    }

    void add(long start, long end) {
        long nanos = Math.max(0, end - start);
        count.setOpaque(count.getPlain() + 1);
        total.setOpaque(total.getPlain() + nanos);
        Window window = current;
        if (end - window.start >= WINDOW) {
            before = window;
            window = new Window(end);
            current = window;
        }
        window.add(nanos);
    }

    /** What has been measured, and of the last half minute to minute how long. */
    Forces at(long now) {
        long[] recent = new long[BUCKETS];
        Window last = current;
        long longest = addTo(recent, last, now);
        Window earlier = before;
        if (earlier != last) longest = Math.max(longest, addTo(recent, earlier, now));
        long forces = 0;
        for (long each : recent) forces += each;
        return new Forces(count.getOpaque(), total.getOpaque(), quantile(recent, forces, 0.5, longest),
                quantile(recent, forces, 0.99, longest), longest);
    }

    private static long addTo(long[] recent, Window window, long now) {
        if (now - window.start >= 2 * WINDOW) return 0;
        for (int i = 0; i < BUCKETS; i++) recent[i] += window.counts.getOpaque(i);
        return window.longest.getOpaque();
    }

    private static long quantile(long[] counts, long of, double part, long longest) {
        long rank = (long) Math.ceil(part * of);
        long seen = 0;
        for (int i = 0; i < BUCKETS && rank > 0; i++) {
            seen += counts[i];
            if (seen >= rank) return Math.min(middleOf(i), longest);
        }
        return longest;
    }

    private static int bucketOf(long nanos) {
        if (nanos < STEPS) return (int) nanos;
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> (power - STEP_BITS)) & (STEPS - 1);
        return Math.min(BUCKETS - 1, (power - STEP_BITS + 1) * STEPS + step);
    }

    private static long middleOf(int bucket) {
        if (bucket < STEPS) return bucket;
        int shift = bucket / STEPS - 1;
        long from = (long) (STEPS + bucket % STEPS) << shift;
        return from + (1L << shift) / 2;
    }
}
