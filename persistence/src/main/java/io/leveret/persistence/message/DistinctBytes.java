package io.leveret.persistence.message;

import java.util.Arrays;

/**
 * How many bytes different messages take in a segment, whoever tells of them and how often. Kept of some only, chosen by
 * where they stand, so that each is either always among them or never: a message is with the probability that its size has
 * to a {@value #SAMPLES}th of the segment, and stands for as many bytes. So the sum is right to some per cent of the segment.
 */
final class DistinctBytes {

    private static final int SAMPLES = 512;
    private static final int FIRST_ROOM = 8;
    private static final int OFFSET_SHIFT = 40;
    private static final long BYTES_MASK = (1L << OFFSET_SHIFT) - 1;
    private static final int CHANCE_BITS = 20;

    private final long step;
    private long[] samples = new long[FIRST_ROOM]; // offset / 8 in the upper bits, bytes in the lower
    private int size;

    DistinctBytes(int segmentSize) {
        step = segmentSize / SAMPLES;
    }

    void add(int offset, long bytes) {
        if (bytes < step && chance(offset) * step >= bytes << CHANCE_BITS) return;
        add((long) offset >>> 3 << OFFSET_SHIFT | Math.max(bytes, step) & BYTES_MASK);
    }

    void add(DistinctBytes others) {
        for (int i = 0; i < others.size; i++) add(others.samples[i]);
    }

    long sum() {
        distinct();
        long sum = 0;
        for (int i = 0; i < size; i++) sum += samples[i] & BYTES_MASK;
        return sum;
    }

    private void add(long sample) {
        if (size == samples.length) {
            distinct();
            if (size > samples.length / 2) samples = Arrays.copyOf(samples, 2 * samples.length);
        }
        samples[size++] = sample;
    }

    private void distinct() {
        Arrays.sort(samples, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            boolean again = kept > 0 && samples[kept - 1] >>> OFFSET_SHIFT == samples[i] >>> OFFSET_SHIFT;
            if (!again) samples[kept++] = samples[i];
        }
        size = kept;
    }

    /** A number below two to the power of the bits, which looks like chance and is the same for an offset each time. */
    private static long chance(int offset) {
        long mixed = (offset >>> 3) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return (mixed ^ mixed >>> 32) >>> Long.SIZE - CHANCE_BITS;
    }
}
