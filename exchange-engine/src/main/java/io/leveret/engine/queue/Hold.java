package io.leveret.engine.queue;

/**
 * Who holds messages, and since when. What a consumer is given at one time is held by one and the same, so that the
 * messages need not remember the time each.
 *
 * @param consumer null for a {@code basic.get}
 * @param since    milliseconds since 1970
 */
record Hold(Consumer consumer, long since) {
}
