package io.leveret.engine.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * What one loop counts of one thing. Written by that loop alone, without a lock or a fence; read by the sampler, which
 * comes round every few seconds, and by whoever wants to know at once. Each number is right by itself; two of them may be a
 * moment apart.
 */
public final class Counters {

    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle TOUCHED;

    static {
        try {
            TOUCHED = MethodHandles.lookup().findVarHandle(Counters.class, "touched", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Sampler sampler;
    private final MetricRange range;
    private final int first;

    /** The range's zeros until something is counted. */
    private volatile long[] values;

    /** Whether the sampler will look here; set by the loop, cleared by the sampler. */
    private boolean touched;

    /** The sampler's: what it saw last, where that adds up, and for how many rounds nothing has changed. */
    private long[] seen;
    private final History own;
    private volatile List<History> addsUpIn;
    private int idleRounds;
    boolean isWatched;

    /**
     * @param own      of what is counted; null if that has none
     * @param addsUpIn where else it adds up; so nothing that exists many times over needs a list for itself
     */
    Counters(Sampler sampler, MetricRange range, History own, List<History> addsUpIn) {
        this.sampler = sampler;
        this.range = range;
        this.first = range.first();
        this.values = range.zeros();
        this.seen = range.zeros();
        this.own = own;
        this.addsUpIn = addsUpIn;
    }

    /** Counts, on the one loop that does. */
    public void add(Metric metric, long count) {
        int slot = metric.ordinal() - first;
        put(slot, values[slot] + count);
    }

    /** Says what all of it comes to, where that is known. */
    public void set(Metric metric, long value) {
        int slot = metric.ordinal() - first;
        if (values[slot] != value) put(slot, value);
    }

    /** What is counted from now on adds up there too; callable from any thread. */
    public synchronized void addUpIn(History further) {
        List<History> more = new ArrayList<>(addsUpIn);
        more.add(further);
        addsUpIn = more;
    }

    /** As it is now; callable from any thread. */
    public long get(Metric metric) {
        return (long) VALUES.getOpaque(values, metric.ordinal() - first);
    }

    private boolean isTouched() {
        return (boolean) TOUCHED.getOpaque(this);
    }

    private void put(int slot, long value) {
        if (isTouched()) VALUES.setOpaque(values, slot, value);
        else touch(slot, value);
    }

    /** The value is there before the sampler is told to look for it. */
    private void touch(int slot, long value) {
        if (values == range.zeros()) values = new long[range.size()];
        VALUES.setOpaque(values, slot, value);
        TOUCHED.setOpaque(this, true);
        sampler.look(this);
    }

    /**
     * The sampler's round. What has not changed for a round may be left to itself; but only another one later, as the loop
     * may have counted on without seeing that it was to say so. By then its count is here to be seen.
     *
     * @return whether the sampler is to come again
     */
    boolean collect() {
        if (addDifferences()) {
            idleRounds = 0;
            if (!isTouched()) TOUCHED.setOpaque(this, true);
        } else if (++idleRounds == 1) {
            TOUCHED.setOpaque(this, false);
        }
        return idleRounds < 3;
    }

    private boolean addDifferences() {
        boolean changed = false;
        List<History> histories = addsUpIn;
        for (int slot = 0; slot < seen.length; slot++) {
            long now = (long) VALUES.getOpaque(values, slot);
            long difference = now - seen[slot];
            if (difference == 0) continue;
            if (seen == range.zeros()) seen = new long[range.size()];
            seen[slot] = now;
            changed = true;
            if (own != null) own.add(first + slot, difference, sampler);
            for (int i = 0; i < histories.size(); i++) histories.get(i).add(first + slot, difference, sampler);
        }
        return changed;
    }
}
