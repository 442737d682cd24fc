package io.leveret.engine.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who fails to log in again and again, over whatever protocol: each failure from one place has its answer come later than the
 * last. Whoever gets in has only the failures under that name forgotten, so that nobody guesses at others' passwords undisturbed with one
 * of their own. Names are not slowed down wherever somebody is: anybody could keep their owners out by guessing. Callable from any thread.
 */
public final class LoginBrake {

    private static final long STEP_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2_000;

    /** Guesses side by side are as good as one after the other, so not many are looked at. Some dozen programs with an old password do not keep out who has the new one. */
    private static final int MOST_WAITING = 128;
    private static final int MOST_WAITING_OF_USER = 64;

    private static final int MOST_ORIGINS = 10_000;
    private static final int MOST_LOOKED_AT = 32;

    /** Of an origin; failures under further names count for good, and so do those under longer ones. */
    private static final int MOST_USERS = 8;
    private static final int LONGEST_USER = 64;
    private static final long MEMORY_NANOS = Duration.ofMinutes(1).toNanos();

    /** How long somebody waits for the answer; {@link #answered} is to be called then, once. */
    public final class Wait {
        private final Failures failures;
        private final Tries tries;
        private final long millis;

        private Wait(Failures failures, Tries tries, long millis) {
            this.failures = failures;
            this.tries = tries;
            this.millis = millis;
        }

        public long millis() {
            return millis;
        }

        public void answered() {
            synchronized (LoginBrake.this) {
                failures.waiting--;
                tries.waiting--;
            }
        }
    }

    /** Under one name. */
    private static final class Tries {
        private int failed;
        private int waiting;
    }

    /** From one place. */
    private static final class Failures {
        private final Map<String, Tries> byUser = new HashMap<>(2);
        private final Tries ofOthers = new Tries();
        private int count;
        private int waiting;
        private long lastNanos;

        Tries of(String user) {
            return byUser.getOrDefault(user, ofOthers);
        }

        Tries add(String user) {
            boolean isKept = byUser.size() < MOST_USERS && user.length() <= LONGEST_USER;
            Tries tries = isKept ? byUser.computeIfAbsent(user, key -> new Tries()) : of(user);
            tries.failed++;
            tries.waiting++;
            waiting++;
            count++;
            return tries;
        }

        void forget(String user) {
            Tries ofUser = byUser.remove(user);
            if (ofUser != null) count -= ofUser.failed;
        }

        void forgetAll() {
            byUser.clear();
            count = 0;
        }
    }

    private final LongSupplier nanos;

    /** Who has failed last comes last. */
    private final Map<Origin, Failures> failures = new LinkedHashMap<>();

    public LoginBrake(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether so many answers wait that nothing more from there, or under that name, is looked at. */
    public synchronized boolean isFull(Origin from, String user) {
        Failures known = failures.get(from);
        return known != null && (known.waiting >= MOST_WAITING || known.of(user).waiting >= MOST_WAITING_OF_USER);
    }

    public synchronized Wait failed(Origin from, String user) {
        long now = nanos.getAsLong();
        Failures known = failures.remove(from);
        if (known == null) known = new Failures();
        else if (now - known.lastNanos > MEMORY_NANOS) known.forgetAll();
        known.lastNanos = now;
        failures.put(from, known);
        if (failures.size() > MOST_ORIGINS) forgetOne();
        long millis = Math.min(STEP_MILLIS * known.count, LONGEST_MILLIS);
        return new Wait(known, known.add(user), millis);
    }

    public synchronized void succeeded(Origin from, String user) {
        Failures known = failures.get(from);
        if (known == null) return;
        known.forget(user);
        if (known.count == 0 && known.waiting == 0) failures.remove(from);
    }

    synchronized int originCount() {
        return failures.size();
    }

    /** The one of longest ago whose answer does not wait: who comes from so many places is not slowed down by this anyway. */
    private void forgetOne() {
        Iterator<Failures> oldest = failures.values().iterator();
        for (int i = 0; i < MOST_LOOKED_AT; i++) {
            if (oldest.next().waiting > 0) continue;
            oldest.remove();
            return;
        }
    }
}
