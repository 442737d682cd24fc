package io.leveret.perf.load;

import io.leveret.perf.client.PerfException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** Messages whose confirm is to come, with the time at which they were to be sent, by their number on the channel. */
final class ConfirmWindow {
    private static final long CONFIRMED = Long.MIN_VALUE;
    private static final int SLACK = 4; // a broker may confirm later messages first

    private final int size;
    private final long[] stamps;
    private final int mask;
    private long oldest = 1;
    private long next = 1;
    private int open;

    /** @param size most messages that may wait for their confirm */
    ConfirmWindow(int size) {
        this.size = size;
        stamps = new long[Integer.highestOneBit(Math.max(1, SLACK * size - 1)) << 1];
        mask = stamps.length - 1;
        Arrays.fill(stamps, CONFIRMED);
    }

    boolean hasRoom() {
        return open < size && next - oldest < stamps.length;
    }

    boolean isEmpty() {
        return open == 0;
    }

    void published(long stamp) {
        stamps[(int) next++ & mask] = stamp;
        open++;
    }

    /** Hands on the stamps of the messages that these were; 0 with {@code multiple} stands for all. Returns how many. */
    int settled(long tag, boolean multiple, LongConsumer stampsOfThem) {
        long last = multiple && tag == 0 ? next - 1 : tag;
        if (last >= next || last < 1) throw new PerfException("the broker confirms message " + tag + ", which was not published");
        int before = open;
        for (long each = multiple ? oldest : last; each <= last; each++) settle(each, stampsOfThem);
        while (oldest < next && stamps[(int) oldest & mask] == CONFIRMED) oldest++;
        return before - open;
    }

    private void settle(long tag, LongConsumer stampsOfThem) {
        long stamp = stamps[(int) tag & mask];
        if (tag < oldest || stamp == CONFIRMED) return;
        stamps[(int) tag & mask] = CONFIRMED;
        open--;
        stampsOfThem.accept(stamp);
    }
}
