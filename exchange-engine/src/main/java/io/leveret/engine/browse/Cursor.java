package io.leveret.engine.browse;

import io.leveret.engine.queue.Place;
import io.leveret.engine.queue.QueueRef;

/**
 * How far a search has come, so that another can go on from there.
 *
 * @param passed how many messages are before that, about: others may have come back there, or left
 */
public record Cursor(long queueId, Place place, long passed) {

    public static Cursor start(QueueRef queue) {
        return new Cursor(queue.id(), Place.START, 0);
    }

    /** @throws IllegalArgumentException when it is none of this queue */
    public static Cursor parse(String text, QueueRef queue) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 4) {
                Cursor read = new Cursor(Long.parseLong(parts[0]), new Place(Integer.parseInt(parts[1]), Long.parseLong(parts[2])),
                    Long.parseLong(parts[3]));
                if (read.queueId == queue.id() && read.passed >= 0) return read;
            }
        } catch (NumberFormatException e) {
            // as any other that is none
        }
        throw new IllegalArgumentException("invalid cursor '" + text + "'");
    }

    Cursor to(Place end, long more) {
        return new Cursor(queueId, end, passed + more);
    }

    @Override
    public String toString() {
        return queueId + "." + place.level() + "." + place.position() + "." + passed;
    }
}
