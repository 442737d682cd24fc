package io.leveret.perf.load;

import io.leveret.codec.value.FieldTable;

/**
 * How messages are consumed.
 *
 * @param channels    of each consumer
 * @param prefetch    of a consumer, 0 for no limit
 * @param allPrefetch of a channel, 0 for no limit
 * @param ackEvery    acknowledges so many at once
 * @param limit       messages of a channel; 0 for no end
 */
public record Consuming(int consumers, int channels, boolean autoAck, int prefetch, int allPrefetch, int ackEvery, FieldTable arguments,
        long limit) {

    public static Consuming none() {
        return new Consuming(0, 1, true, 0, 0, 1, FieldTable.EMPTY, 0);
    }
}
