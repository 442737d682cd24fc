package io.leveret.persistence.journal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * When something counts as stored.
 *
 * @param kind what has to have happened
 * @param pause with {@link Kind#GROUP} how long to wait for company, with {@link Kind#INTERVAL} the time between two syncs
 */
public record SyncPolicy(Kind kind, Duration pause) {

    /** Beyond it, confirms would be so late that a slip of the pen is more likely than a wish. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** After a sync of its group, which is not held up: the next group forms while the disk works. */
    public static final SyncPolicy GROUP = new SyncPolicy(Kind.GROUP, Duration.ZERO);

    /** After the operating system took it: survives the end of the process, not of the machine. */
    public static final SyncPolicy OS = new SyncPolicy(Kind.OS, Duration.ZERO);

    public enum Kind { GROUP, INTERVAL, OS }

    public SyncPolicy {
        if (pause.isNegative()) throw new IllegalArgumentException("a negative pause: " + pause);
        if (pause.compareTo(LONGEST) > 0) throw new IllegalArgumentException("a pause of more than a minute: " + pause);
        if (kind == Kind.INTERVAL && pause.isZero()) throw new IllegalArgumentException("an interval of 0 ms");
    }

    public static SyncPolicy interval(Duration between) {
        return new SyncPolicy(Kind.INTERVAL, between);
    }

    /** Reads {@code group}, {@code group:<microseconds>}, {@code interval:<milliseconds>} or {@code os}. */
    public static SyncPolicy parse(String text) {
        String[] parts = text.split(":", 2);
        boolean number = parts.length == 2;
        try {
            if (parts[0].equals("group")) {
                return number ? new SyncPolicy(Kind.GROUP, Duration.of(Long.parseLong(parts[1]), ChronoUnit.MICROS)) : GROUP;
            }
            if (parts[0].equals("interval") && number) return interval(Duration.ofMillis(Long.parseLong(parts[1])));
            if (text.equals("os")) return OS;
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + parts[1] + "' in sync policy '" + text + "' is not such a number", e);
        }
        throw new IllegalArgumentException("unknown sync policy '" + text
                + "'; there are group, group:<microseconds>, interval:<milliseconds> and os");
    }

    @Override
    public String toString() {
        if (kind == Kind.OS) return "os";
        if (kind == Kind.INTERVAL) return "interval:" + pause.toMillis();
        return pause.isZero() ? "group" : "group:" + pause.toNanos() / 1000;
    }
}
