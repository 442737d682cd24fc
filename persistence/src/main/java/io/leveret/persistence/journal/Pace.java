package io.leveret.persistence.journal;

import java.util.concurrent.TimeUnit;

/**
 * Whether groups begin at once, or {@link #STEP} after each other so that more messages share a force. That pays where they come
 * however late the confirms are, and costs rate where a publisher waits for them. Which of the two it is nobody says, so it is
 * tried from time to time: pacing goes on only where as many messages came with it as without. One that waits among a hundred thousand
 * messages a second of others is not noticed. The writer's own.
 */
final class Pace {

    /** From the beginning of one group to that of the next: ten times what a fast disk takes to force a small one. */
    static final long STEP = TimeUnit.MICROSECONDS.toNanos(1000);

    /** A group of so many bytes needs no company. */
    static final int CROWD = 64 * 1024;

    /** How long is counted before it is judged. */
    static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long pacing goes on before it is compared anew. */
    static final long TERM = TimeUnit.SECONDS.toNanos(5);

    static final long FIRST_REST = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(64);

    /** Of the groups without pacing, so many may be left with it. */
    private static final double FEWER_GROUPS = 0.75;

    /** Of the messages without pacing, all have to come with it but for this part, or for what chance may do in a window. */
    private static final double FEW = 0.03;
    private static final double MOST_BY_CHANCE = 0.2;
    private static final double DEVIATIONS = 2.5;

    private enum Mode { WATCHING, TRYING, PACING }

    private Mode mode = Mode.WATCHING;
    private long lastBegan;
    private long windowBegan;
    private int groups;
    private long messages;
    private long bytes;

    // Of the window before pacing began, each nanosecond
    private double groupsWithout;
    private double messagesWithout;
    private double asMany;

    private long termEnds;
    private long rest = FIRST_REST;
    private long restEnds;

    Pace(long now) {
        lastBegan = now - STEP;
        windowBegan = now;
        restEnds = now;
    }

    /** For how many nanoseconds the next group should wait. */
    long left(long now) {
        return mode == Mode.WATCHING ? 0 : Math.max(0, lastBegan + STEP - now);
    }

    /** A group that was begun then, with so many messages and bytes, was forced. */
    void forced(long began, int messagesInGroup, int bytesInGroup) {
        lastBegan = began;
        groups++;
        messages += messagesInGroup;
        bytes += bytesInGroup;
        long window = began - windowBegan;
        if (window < WINDOW) return;
        if (window > 2 * WINDOW) mode = Mode.WATCHING; // with such gaps there is nothing to compare
        else judge(began, (double) groups / window, (double) messages / window);
        windowBegan = began;
        groups = 0;
        messages = 0;
        bytes = 0;
    }

    /** Groups are begun at once, until it is tried again. */
    void stop() {
        mode = Mode.WATCHING;
    }

    private void judge(long now, double groupRate, double messageRate) {
        boolean crowded = bytes >= (long) groups * CROWD;
        boolean keptUp = messageRate >= asMany * messagesWithout && !crowded;
        switch (mode) {
            case WATCHING -> {
                boolean close = groupRate * STEP * FEWER_GROUPS > 1;
                if (!close || crowded || messages == 0 || now - restEnds < 0) return;
                groupsWithout = groupRate;
                messagesWithout = messageRate;
                asMany = 1 - Math.max(FEW, Math.min(MOST_BY_CHANCE, DEVIATIONS * Math.sqrt(2.0 / messages)));
                mode = Mode.TRYING;
            }
            case TRYING -> {
                if (keptUp && groupRate <= FEWER_GROUPS * groupsWithout) {
                    mode = Mode.PACING;
                    termEnds = now + TERM;
                    rest = FIRST_REST;
                } else {
                    mode = Mode.WATCHING;
                    restEnds = now + rest;
                    rest = Math.min(LONGEST_REST, 2 * rest);
                }
            }
            case PACING -> {
                if (!keptUp || now - termEnds >= 0) mode = Mode.WATCHING;
            }
        }
    }
}
