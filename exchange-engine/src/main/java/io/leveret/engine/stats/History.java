package io.leveret.engine.stats;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What has been counted of one thing, by however many loops, as the sampler has seen it: how much, how fast, and how that
 * was before. Callable from any thread; no loop ever waits for it.
 */
public final class History {

    /** Seconds between two samples, and for how many of them: RabbitMQ's, in three degrees. */
    enum Retention {
        /** The rate alone. */
        RATE,
        /** Ten minutes by 5 seconds, an hour by the minute. */
        BASIC(5, 121, 60, 61),
        /** That, and 8 hours by 10 minutes, a day by half an hour. */
        GLOBAL(5, 121, 60, 61, 600, 49, 1800, 49);

        private final int[] steps;

        Retention(int... steps) {
            this.steps = steps;
        }

        Ring[] rings(int metrics, long begun) {
            Ring[] rings = new Ring[steps.length / 2];
            for (int i = 0; i < rings.length; i++) {
                rings[i] = new Ring(steps[2 * i] * 1000L, steps[2 * i + 1], metrics);
                rings[i].start(begun);
            }
            return rings;
        }
    }

    private final Sampler sampler;
    private final MetricRange range;
    private final Retention retention;
    private long begun;

    /** The range's zeros until something has been counted, and the rings null. */
    private long[] totals;
    private long[] before;
    private Ring[] rings;
    private long sampledAt;
    private boolean isDue;

    History(Sampler sampler, MetricRange range, Retention retention, long now) {
        this.sampler = sampler;
        this.range = range;
        this.retention = retention;
        this.begun = now;
        this.sampledAt = now;
        this.totals = range.zeros();
        this.before = range.zeros();
    }

    /** As of the sampler's last round; 0 for what is not counted here. */
    public synchronized long total(Metric metric) {
        forgetIfTold();
        return range.contains(metric) ? totals[slot(metric)] : 0;
    }

    /** How much it changed per second between the sampler's last two rounds. */
    public synchronized double rate(Metric metric) {
        forgetIfTold();
        if (!range.contains(metric) || sampledAt < sampler.lastRound()) return 0;
        return (totals[slot(metric)] - before[slot(metric)]) * 1000.0 / sampler.lastInterval();
    }

    /** All that has been counted or is there; what never was, is missing. */
    public synchronized Map<Metric, Long> totals() {
        forgetIfTold();
        Map<Metric, Long> counted = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            if (range.contains(metric) && totals[slot(metric)] != 0) counted.put(metric, totals[slot(metric)]);
        }
        return counted;
    }

    /** How it was, at most as far back as it is kept; empty before the sampler's first round. */
    public synchronized Series series(Metric metric, Span span) {
        forgetIfTold();
        if (!range.contains(metric)) return Series.of(List.of());
        long newest = sampler.lastRound();
        long step = span.step() * 1000L;
        Ring ring = ringFor(span.age() * 1000L);
        long oldest = Math.max(newest - (ring == null ? 0 : Math.min(ring.reach(), span.age() * 1000L)), begun);
        List<Series.Sample> samples = new ArrayList<>();
        for (long time = newest; time >= oldest; time -= step) {
            long value = ring == null || time >= sampledAt ? totals[slot(metric)] : ring.at(time, slot(metric), totals[slot(metric)]);
            samples.add(new Series.Sample(value, time));
        }
        return Series.of(samples);
    }

    /** When something was counted last, in milliseconds since 1970; empty if the sampler has just seen something. */
    public synchronized OptionalLong idleSince() {
        forgetIfTold();
        return sampledAt < sampler.lastRound() ? OptionalLong.of(sampledAt) : OptionalLong.empty();
    }

    /** The sampler has found more. */
    synchronized void add(int metric, long difference, Sampler by) {
        forgetIfTold();
        if (!isDue) {
            isDue = true;
            if (totals == range.zeros()) begin();
            System.arraycopy(totals, 0, before, 0, totals.length);
            by.sample(this);
        }
        int slot = metric - range.first();
        if (slot >= 0 && slot < totals.length) totals[slot] += difference;
    }

    /** Looked at when it matters only, so that nobody has to find all that there is. */
    private void forgetIfTold() {
        long until = sampler.forgottenUntil();
        if (begun >= until) return;
        begun = until;
        rings = null;
        if (totals == range.zeros()) return;
        for (Metric metric : Metric.values()) {
            if (range.contains(metric) && !metric.isLevel()) totals[slot(metric)] = 0;
        }
        System.arraycopy(totals, 0, before, 0, totals.length);
    }

    private void begin() {
        totals = new long[range.size()];
        before = new long[range.size()];
    }

    /** Everything that counts for this has been looked at in this round. */
    synchronized void sample(long now) {
        isDue = false;
        sampledAt = now;
        if (rings == null) rings = retention.rings(totals.length, begun);
        for (Ring ring : rings) ring.add(now, totals, before);
    }

    private Ring ringFor(long age) {
        if (rings == null || rings.length == 0) return null;
        for (Ring ring : rings) if (ring.reach() >= age) return ring;
        return rings[rings.length - 1];
    }

    private int slot(Metric metric) {
        return metric.ordinal() - range.first();
    }
}
