package io.leveret.api.tail;

/** So many a second, and no more at once than come to a second. What is beyond is counted. Used by one thread. */
final class RateCap {

    private static final double MILLIS = 1000;

    private final int perSecond;
    private double room;
    private long filledAt;
    private long skipped;

    RateCap(int perSecond, long millis) {
        this.perSecond = perSecond;
        this.room = perSecond;
        this.filledAt = millis;
    }

    void advance(long millis) {
        room = Math.min(perSecond, room + (millis - filledAt) * perSecond / MILLIS);
        filledAt = millis;
    }

    /** Whether one more may be shown; it is skipped if not. */
    boolean take() {
        if (room < 1) {
            skipped++;
            return false;
        }
        room--;
        return true;
    }

    /** How many were skipped since this was asked. */
    long skipped() {
        long since = skipped;
        skipped = 0;
        return since;
    }
}
