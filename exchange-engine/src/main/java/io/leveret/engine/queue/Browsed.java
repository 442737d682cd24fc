package io.leveret.engine.queue;

import io.leveret.engine.message.Message;
import io.leveret.engine.store.ReadBack;

/**
 * A message of a queue as somebody saw it who took nothing. Where it stands is what it is known by: it may have left since.
 *
 * @param message     null when the disk has damaged it
 * @param redelivered whether it may have been handed out before
 * @param failures    how often it came back after an attempt, as far as its queue counts
 * @param acquisitions how often it was handed out, as far as its queue counts
 * @param expiresAt   milliseconds since 1970, or {@link Long#MAX_VALUE}
 * @param arrivedAt   about, in milliseconds since 1970; 0 when it was here before the broker was started
 */
public record Browsed(Place place, Message message, boolean redelivered, int failures, int acquisitions, long expiresAt,
                      long arrivedAt) {

    public long position() {
        return place.position();
    }

    static Browsed of(Place place, QueuedMessage queued, long arrivedAt) {
        return new Browsed(place, queued.message(), queued.isRedelivered(), queued.failures(), queued.acquisitions(),
            queued.expiresAt(), arrivedAt);
    }

    static Browsed of(Place place, ReadBack read, boolean redelivered, long arrivedAt) {
        return new Browsed(place, read.message(), redelivered, read.failures(), read.acquisitions(), read.expiresAt(), arrivedAt);
    }

    ReadBack readBack() {
        return new ReadBack(position(), message, expiresAt, failures, acquisitions);
    }
}
