package io.leveret.engine.queue;

/**
 * A message that waits for its time, as somebody saw it.
 *
 * @param dueAt milliseconds since 1970
 * @param again whether it had been handed out before
 */
public record DelayedMessage(Browsed message, long dueAt, boolean again) {
}
