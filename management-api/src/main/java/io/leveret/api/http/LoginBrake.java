package io.leveret.api.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who fails to log in again and again: each failure from an address has its answer come later than the last. Whoever gets in
 * has only the failures under that name forgotten, so that nobody guesses at others' passwords undisturbed with one of their own.
 */
final class LoginBrake {

    private static final long STEP_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2_000;
    private static final int MOST_WAITING = 32;
    private static final int MOST_ADDRESSES = 10_000;

    /** Of an address; failures under further names count for good, and so do those under longer ones. */
    private static final int MOST_USERS = 8;
    private static final int LONGEST_USER = 64;
    private static final long MEMORY_NANOS = Duration.ofMinutes(1).toNanos();

    private static final class Failures {
        private final Map<String, Integer> byUser = new HashMap<>();
        private int count;
        private int waiting;
        private long lastNanos;

        int add(String user) {
            boolean isKept = byUser.containsKey(user) || byUser.size() < MOST_USERS && user.length() <= LONGEST_USER;
            if (isKept) byUser.merge(user, 1, Integer::sum);
            return count++;
        }

        void forget(String user) {
            Integer ofUser = byUser.remove(user);
            if (ofUser != null) count -= ofUser;
        }

        void forgetAll() {
            byUser.clear();
            count = 0;
        }
    }

    private final LongSupplier nanos;
    private final Map<InetAddress, Failures> failures = new HashMap<>();

    LoginBrake(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether so many answers wait that nothing more from there is looked at. */
    synchronized boolean isFull(InetAddress from) {
        Failures known = failures.get(from);
        return known != null && known.waiting >= MOST_WAITING;
    }

    /** @return how many milliseconds the answer is to wait, after which {@link #answered} is to be called */
    synchronized long failed(InetAddress from, String user) {
        long now = nanos.getAsLong();
        if (failures.size() >= MOST_ADDRESSES) forget(now);
        Failures known = failures.computeIfAbsent(from, key -> new Failures());
        if (now - known.lastNanos > MEMORY_NANOS) known.forgetAll();
        known.lastNanos = now;
        known.waiting++;
        return Math.min(STEP_MILLIS * known.add(user), LONGEST_MILLIS);
    }

    synchronized void answered(InetAddress from) {
        Failures known = failures.get(from);
        if (known != null) known.waiting--;
    }

    synchronized void succeeded(InetAddress from, String user) {
        Failures known = failures.get(from);
        if (known == null) return;
        known.forget(user);
        if (known.count == 0 && known.waiting == 0) failures.remove(from);
    }

    /** First those of long ago; if that is not enough, all whose answer does not wait: who has so many addresses is not slowed by this anyway. */
    private void forget(long now) {
        failures.values().removeIf(known -> known.waiting == 0 && now - known.lastNanos > MEMORY_NANOS);
        if (failures.size() >= MOST_ADDRESSES) failures.values().removeIf(known -> known.waiting == 0);
    }
}
