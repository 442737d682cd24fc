package io.leveret.engine.settings;

/**
 * How long a message that came back waits before it is handed out again.
 *
 * @param minimum milliseconds for the first time; each further time adds as much
 * @param maximum milliseconds at the most
 */
public record RetryDelay(Kind kind, long minimum, long maximum) {

    public static final RetryDelay NONE = new RetryDelay(Kind.DISABLED, 0, 0);

    /** Which messages wait. */
    public enum Kind {
        DISABLED, ALL,
        /** Those that were rejected, or whose consumer died. */
        FAILED,
        /** Those that were given back untried. */
        RETURNED
    }

    /** @param times how often the message has come back, this time included */
    public long delay(int times) {
        return Math.min(minimum * times, maximum);
    }

    public boolean appliesTo(boolean failed) {
        return kind == Kind.ALL || kind == (failed ? Kind.FAILED : Kind.RETURNED);
    }
}
