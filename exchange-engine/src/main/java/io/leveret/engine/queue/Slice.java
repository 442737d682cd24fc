package io.leveret.engine.queue;

import java.util.List;

/**
 * Successive messages of a queue.
 *
 * @param end    up to where this goes
 * @param passed how many messages that is, with those that were not to be shown
 * @param isLast whether there is nothing behind them
 */
public record Slice(List<Browsed> messages, Place end, long passed, boolean isLast) {
}
