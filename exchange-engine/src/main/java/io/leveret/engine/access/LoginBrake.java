package io.leveret.engine.access;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who fails to log in again and again, over whatever protocol: each failure from one place has its answer come later than the
 * last, so many are looked at or wait for their answer at a time, and the next stand in line. Which password is the right one makes no
 * difference before it is looked at: else there would be no limit to guesses. Names under which somebody has got in from there are not kept
 * waiting by guesses at others.
 *
 * <p>Whoever gets in has only the failures under that name forgotten, so that nobody guesses at others' passwords undisturbed with one
 * of their own. Names are not slowed down wherever somebody is: anybody could keep their owners out by guessing. Callable from any thread.
 */
public final class LoginBrake {

    /** Longer ones are not remembered. */
    static final int LONGEST_NAME = 64;

    private static final long STEP_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2_000;
    private static final int MOST_ORIGINS = 10_000;
    private static final int MOST_LOOKED_AT = 32;
    private static final long MEMORY_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;

    /** Who has failed last comes last. */
    private final Map<Origin, Guesses> places = new LinkedHashMap<>();

    private final FamiliarNames familiar = new FamiliarNames(MOST_ORIGINS);

    public LoginBrake(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * What comes back is looked at, or refused, or stands in line.
     *
     * @param turn called if it stood in line and is to be looked at now, by whoever has left it the place
     */
    public synchronized LoginAttempt attempt(Origin from, String user, Runnable turn) {
        Guesses place = places.computeIfAbsent(from, Guesses::new);
        boolean isFamiliar = familiar.contains(from, user);
        LoginAttempt attempt = new LoginAttempt(this, place, user, isFamiliar, turn);
        if (places.size() > MOST_ORIGINS) forgetOne();
        return attempt;
    }

    synchronized boolean isAt(LoginAttempt attempt, LoginAttempt.Stage stage) {
        return attempt.stage() == stage;
    }

    void succeeded(LoginAttempt attempt) {
        List<LoginAttempt> next;
        synchronized (this) {
            familiar.add(attempt.place().origin(), attempt.user());
            attempt.place().forget(attempt.name());
            next = end(attempt);
        }
        next.forEach(LoginAttempt::takeTurn);
    }

    synchronized long failed(LoginAttempt attempt) {
        Guesses place = attempt.place();
        places.remove(place.origin());
        places.put(place.origin(), place);
        int before = place.fail(attempt, nanos.getAsLong(), MEMORY_NANOS);
        return Math.min(STEP_MILLIS * before, LONGEST_MILLIS);
    }

    void answered(LoginAttempt attempt) {
        leave(attempt, LoginAttempt.Stage.FAILED);
    }

    void left(LoginAttempt attempt) {
        leave(attempt, LoginAttempt.Stage.LOOKED_AT);
    }

    private void leave(LoginAttempt attempt, LoginAttempt.Stage whileBusy) {
        List<LoginAttempt> next = List.of();
        synchronized (this) {
            if (attempt.stage() == whileBusy) next = end(attempt);
            else if (attempt.stage() == LoginAttempt.Stage.IN_LINE) next = attempt.place().leaveLine(attempt);
        }
        next.forEach(LoginAttempt::takeTurn);
    }

    private List<LoginAttempt> end(LoginAttempt attempt) {
        Guesses place = attempt.place();
        List<LoginAttempt> next = place.end(attempt);
        if (place.isForgotten()) places.remove(place.origin());
        return next;
    }

    synchronized int originCount() {
        return places.size();
    }

    /** The one of longest ago for whom nobody waits: who comes from so many places is not slowed down by this anyway. */
    private void forgetOne() {
        Iterator<Guesses> oldest = places.values().iterator();
        for (int i = 0; i < MOST_LOOKED_AT; i++) {
            if (!oldest.next().isAtRest()) continue;
            oldest.remove();
            return;
        }
    }
}
