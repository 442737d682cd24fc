package io.leveret.persistence.message;

import io.leveret.engine.message.StoredBody;
import io.leveret.persistence.journal.Place;

/**
 * Where a message was written once for several queues.
 *
 * @param by   the loop that wrote it
 * @param time when, in milliseconds since 1970
 */
record SharedBody(Place place, LoopStore by, long time) implements StoredBody {

    /** A queue that is later than that keeps a copy of its own: nothing else keeps the body's segment from being freed. */
    static final long LONGEST_WAIT_MILLIS = 2_000;

    /** Whether it comes before what that loop appends now, and will still be there. Who set the clock back has hidden its age. */
    boolean mayBeReferredTo(long now, LoopStore loop) {
        long age = now - time;
        return (loop == by || place.isHandedOver()) && age >= 0 && age < LONGEST_WAIT_MILLIS;
    }
}
