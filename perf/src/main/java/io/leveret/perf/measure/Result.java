package io.leveret.perf.measure;

/** What a phase of a run came to, once it was warm. */
public record Result(String phase, double seconds, Sample sample, Cost cost) {

    /** What its costs are divided by: deliveries, or what was published if that is more, or round trips. */
    public long messages() {
        return Math.max(sample.count(Count.DONE), Math.max(sample.count(Count.RECEIVED), sample.count(Count.PUBLISHED)));
    }
}
