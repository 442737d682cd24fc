package io.leveret.engine.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients publish to a node: how large it is, how much of it is to be confirmed, and how many channels do so. Each loop
 * counts for itself; whoever wants to know adds that up. Callable from any thread.
 */
public final class Intake {

    /** The largest message of each size, in bytes: RabbitMQ's. One more is for all that is larger. */
    private static final long[] BOUNDS = {100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000, 100_000_000};

    private static final int SIZES = BOUNDS.length + 1;
    private static final int BYTES = SIZES;
    private static final int TO_CONFIRM = SIZES + 1;
    private static final int PUBLISHERS = SIZES + 2;

    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    private final Map<Object, Share> shares = new ConcurrentHashMap<>();

    /** What one loop counts, which alone may do so. */
    public static final class Share {
        private final long[] values = new long[PUBLISHERS + 1];

        private Share() {
        }

        public void published(long size, boolean isToBeConfirmed) {
            int slot = 0;
            while (slot < BOUNDS.length && size > BOUNDS[slot]) slot++;
            add(slot, 1);
            add(BYTES, size);
            if (isToBeConfirmed) add(TO_CONFIRM, 1);
        }

        /** A channel publishes for the first time. */
        public void begins() {
            add(PUBLISHERS, 1);
        }

        /** A channel that has published is closed. */
        public void ends() {
            add(PUBLISHERS, -1);
        }

        private void add(int slot, long count) {
            VALUES.setOpaque(values, slot, values[slot] + count);
        }
    }

    /**
     * What it all comes to.
     *
     * @param bySize   messages up to each of the {@linkplain #bounds() bounds} and beyond the one before; the last is for what is larger
     * @param bytes    of all bodies
     */
    public record Sum(long[] bySize, long bytes, long toBeConfirmed, long publishers) {
    }

    public static long[] bounds() {
        return BOUNDS.clone();
    }

    public Share of(Object loop) {
        return shares.computeIfAbsent(loop, key -> new Share());
    }

    public Sum sum() {
        long[] sums = new long[PUBLISHERS + 1];
        for (Share share : shares.values()) {
            for (int slot = 0; slot < sums.length; slot++) sums[slot] += (long) VALUES.getOpaque(share.values, slot);
        }
        long[] bySize = new long[SIZES];
        System.arraycopy(sums, 0, bySize, 0, SIZES);
        return new Sum(bySize, sums[BYTES], sums[TO_CONFIRM], sums[PUBLISHERS]);
    }
}
