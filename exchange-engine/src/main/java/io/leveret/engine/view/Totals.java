package io.leveret.engine.view;

/** How many there are now of everything. */
public record Totals(long ready, long unacked, int consumers, int queues, int exchanges, int connections, int channels) {

    public long messages() {
        return ready + unacked;
    }
}
