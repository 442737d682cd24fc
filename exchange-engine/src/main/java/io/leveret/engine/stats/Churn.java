package io.leveret.engine.stats;

/** Counts what happens seldom, and on any thread. */
public final class Churn {

    private final Counters counters;

    Churn(Counters counters) {
        this.counters = counters;
    }

    public synchronized void count(Metric metric) {
        counters.add(metric, 1);
    }
}
