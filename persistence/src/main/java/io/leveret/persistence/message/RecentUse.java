package io.leveret.persistence.message;

import java.util.ArrayDeque;

/**
 * How many segments were used lately: in a time, or since the checkpoint before if that is longer ago. A load that comes and
 * goes would otherwise give files back while it rests, and have new ones filled with zeros each time it comes.
 */
final class RecentUse {

    private record Mark(long nanos, long segment) {
    }

    private final long window;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    /** @param segment where the log is now */
    RecentUse(long window, long segment, long now) {
        this.window = window;
        marks.add(new Mark(now, segment));
    }

    /** The log has come to that segment. */
    int upTo(long segment, long now) {
        marks.add(new Mark(now, segment));
        Mark from = marks.poll();
        while (now - marks.peek().nanos >= window) from = marks.poll();
        marks.addFirst(from);
        return (int) Math.min(Integer.MAX_VALUE, segment - from.segment);
    }
}
