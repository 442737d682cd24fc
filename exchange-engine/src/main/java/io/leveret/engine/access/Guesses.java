package io.leveret.engine.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The logins from one place that are looked at or whose refusal waits, who stands in line behind them, and how many have failed. Under the brake's lock. */
final class Guesses {

    /** Guesses side by side are as good as one after the other, so not many are looked at. */
    private static final int MOST_BUSY = 128;
    private static final int MOST_BUSY_OF_NAME = 64;

    /** So few that the last of them gets its turn within the time of a handshake, whatever becomes of all others. */
    private static final int LONGEST_LINE = 32;

    /** Failures under further names count for good, and so do those under longer ones. */
    private static final int MOST_NAMES = 8;

    /** Under one name, or under all that have no place of their own. */
    static final class Name {
        private final String text;
        private final Deque<LoginAttempt> line = new ArrayDeque<>(0);
        private int failed;
        private int busy;

        private Name(String text) {
            this.text = text;
        }

        private boolean hasRoom() {
            return busy < MOST_BUSY_OF_NAME;
        }
    }

    private final Origin origin;
    private final Map<String, Name> names = new HashMap<>(2);
    private final Name others = new Name("");

    /** Names with a line, whose turn is next first. */
    private final Deque<Name> inLine = new ArrayDeque<>(0);

    private int failed;
    private int busy;
    private long lastNanos;

    Guesses(Origin origin) {
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    Name name(String user, boolean isFamiliar) {
        Name known = names.get(user);
        if (known != null) return known;
        if (!isFamiliar && (names.size() >= MOST_NAMES || user.length() > LoginBrake.LONGEST_NAME)) return others;
        Name fresh = new Name(user);
        names.put(user, fresh);
        return fresh;
    }

    void add(LoginAttempt attempt) {
        Name name = attempt.name();
        if (name.line.isEmpty() && hasRoom(attempt)) {
            begin(attempt);
        } else if (name.line.size() < LONGEST_LINE) {
            attempt.enter(LoginAttempt.Stage.IN_LINE);
            if (name.line.isEmpty()) inLine.add(name);
            name.line.add(attempt);
        }
    }

    private boolean hasRoom(LoginAttempt attempt) {
        return attempt.name().hasRoom() && (attempt.isFamiliar() || busy < MOST_BUSY);
    }

    private void begin(LoginAttempt attempt) {
        attempt.enter(LoginAttempt.Stage.LOOKED_AT);
        attempt.name().busy++;
        if (!attempt.isFamiliar()) busy++;
    }

    /** @return whose turn it is then */
    List<LoginAttempt> end(LoginAttempt attempt) {
        attempt.enter(LoginAttempt.Stage.DONE);
        attempt.name().busy--;
        if (!attempt.isFamiliar()) busy--;
        List<LoginAttempt> next = begun();
        tidy(attempt.name());
        return next;
    }

    /** Two, when the first needs only the place under its name: the one among all is left for another. */
    private List<LoginAttempt> begun() {
        List<LoginAttempt> begun = new ArrayList<>(2);
        for (LoginAttempt next = next(); next != null; next = next()) begun.add(next);
        return begun;
    }

    /** The names take turns: many guesses at one do not keep back those who come under another. */
    private LoginAttempt next() {
        for (Iterator<Name> each = inLine.iterator(); each.hasNext();) {
            Name name = each.next();
            if (!hasRoom(name.line.peek())) continue;
            LoginAttempt next = name.line.poll();
            each.remove();
            if (!name.line.isEmpty()) inLine.add(name);
            begin(next);
            return next;
        }
        return null;
    }

    /** @return whose turn it is then: there may be room for who stood behind */
    List<LoginAttempt> leaveLine(LoginAttempt attempt) {
        attempt.enter(LoginAttempt.Stage.DONE);
        Name name = attempt.name();
        name.line.remove(attempt);
        if (name.line.isEmpty()) inLine.remove(name);
        List<LoginAttempt> next = begun();
        tidy(name);
        return next;
    }

    /** @return how many had failed before */
    int fail(LoginAttempt attempt, long now, long memoryNanos) {
        if (now - lastNanos > memoryNanos) forgetAll();
        lastNanos = now;
        attempt.enter(LoginAttempt.Stage.FAILED);
        attempt.name().failed++;
        return failed++;
    }

    void forget(Name name) {
        if (name == others) return;
        failed -= name.failed;
        name.failed = 0;
        tidy(name);
    }

    private void forgetAll() {
        failed = 0;
        others.failed = 0;
        names.values().forEach(name -> name.failed = 0);
        names.values().removeIf(Guesses::isIdle);
    }

    private void tidy(Name name) {
        if (isIdle(name)) names.remove(name.text, name);
    }

    private static boolean isIdle(Name name) {
        return name.failed == 0 && name.busy == 0 && name.line.isEmpty();
    }

    /** Whether nobody waits for anything. */
    boolean isAtRest() {
        return others.busy == 0 && inLine.isEmpty() && names.values().stream().allMatch(name -> name.busy == 0);
    }

    boolean isForgotten() {
        return failed == 0 && isAtRest();
    }
}
