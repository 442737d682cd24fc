package io.leveret.perf.load;

import io.leveret.codec.value.BasicProperties;

/**
 * How messages are published.
 *
 * @param channels      of each producer
 * @param confirmWindow most messages of a channel that wait for their confirm; 0 for no confirms
 * @param rate          messages a second of a channel; 0 for as many as possible
 * @param limit         messages of a channel; 0 for no end
 */
public record Publishing(int producers, int channels, int size, BasicProperties properties, boolean mandatory, int confirmWindow,
        double rate, long limit) {

    public static Publishing none() {
        return new Publishing(0, 1, 0, BasicProperties.EMPTY, false, 0, 0, 0);
    }
}
