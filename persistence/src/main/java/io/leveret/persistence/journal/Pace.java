package io.leveret.persistence.journal;

import java.util.concurrent.TimeUnit;

/**
 * Whether groups begin at once, or {@link #STEP} after each other so that more messages share a force. That pays where they come
 * however late the confirms are, and costs rate where a publisher waits for them. Which of the two it is nobody says, so it is
 * tried from time to time, in windows with pacing and without by turns: it goes on only where as many messages came with it. One that waits
 * among some ten thousand messages a second of others is not noticed. The writer's own.
 */
final class Pace {

    /** From the beginning of one group to that of the next: ten times what a fast disk takes to force a small one. */
    static final long STEP = TimeUnit.MICROSECONDS.toNanos(1000);

    /** A group of so many bytes needs no company. */
    static final int CROWD = 64 * 1024;

    /** How long is counted with pacing, and without. */
    static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many windows of each kind are compared. */
    static final int PAIRS = 8;

    /** How long pacing goes on before it is compared anew. */
    static final long TERM = TimeUnit.SECONDS.toNanos(5);

    static final long FIRST_REST = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(64);

    /** Of the groups without pacing, so many may be left with it. */
    private static final double FEWER_GROUPS = 0.75;

    /** Of the messages without pacing, all have to come with it but for this part, or for what chance may do to so many. */
    private static final double FEW = 0.01;
    private static final double MOST_BY_CHANCE = 0.2;
    private static final double DEVIATIONS = 2.5;

    private enum Mode { WATCHING, TRYING, PACING }

    /** What came in windows of one kind. */
    private static final class Tally {
        private long nanos;
        private long groups;
        private long messages;

        void add(long window, long groupsInIt, long messagesInIt) {
            nanos += window;
            groups += groupsInIt;
            messages += messagesInIt;
        }

        double groupRate() {
            return (double) groups / nanos;
        }

        double messageRate() {
            return (double) messages / nanos;
        }
    }

    private Mode mode = Mode.WATCHING;
    private long lastBegan;
    private long windowBegan;
    private int groups;
    private long messages;
    private long bytes;

    private Tally without = new Tally();
    private Tally with = new Tally();
    private int pairs;

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
        if (window > 2 * WINDOW) startOver(); // with such gaps there is nothing to compare
        else judge(began, window);
        windowBegan = began;
        groups = 0;
        messages = 0;
        bytes = 0;
    }

    /** Groups are begun at once, until it is tried again. */
    void stop() {
        startOver();
    }

    private void startOver() {
        mode = Mode.WATCHING;
        without = new Tally();
        with = new Tally();
        pairs = 0;
    }

    private void judge(long now, long window) {
        boolean crowded = bytes >= (long) groups * CROWD;
        switch (mode) {
            case WATCHING -> {
                boolean close = FEWER_GROUPS * groups * STEP > window;
                if (!close || crowded || messages == 0) {
                    startOver();
                    return;
                }
                if (now - restEnds < 0) return;
                without.add(window, groups, messages);
                mode = Mode.TRYING;
            }
            case TRYING -> {
                with.add(window, groups, messages);
                pairs++;
                if (crowded || with.groupRate() > FEWER_GROUPS * without.groupRate() || isMissed()) giveUp(now);
                else if (pairs < PAIRS) mode = Mode.WATCHING;
                else goOn(now);
            }
            case PACING -> {
                boolean less = messages < (1 - MOST_BY_CHANCE) * without.messageRate() * window;
                if (less || crowded || now - termEnds >= 0) startOver();
            }
        }
    }

    /** Whether fewer messages came with pacing than by chance. */
    private boolean isMissed() {
        double byChance = Math.max(FEW, Math.min(MOST_BY_CHANCE, DEVIATIONS * Math.sqrt(2.0 / without.messages)));
        return with.messageRate() < (1 - byChance) * without.messageRate();
    }

    private void giveUp(long now) {
        startOver();
        restEnds = now + rest;
        rest = Math.min(LONGEST_REST, 2 * rest);
    }

    private void goOn(long now) {
        mode = Mode.PACING;
        termEnds = now + TERM;
        rest = FIRST_REST;
    }
}
