package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer and a disk of which nothing is left but their times, in ns, and publishers that wait or do not. */
class PaceTest {

    private static final long FORCE = 100_000;
    private static final long ROUND_TRIP = 60_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PriorityQueue<Long> arrivals = new PriorityQueue<>(); // of those who wait for confirms
    private long now = TimeUnit.HOURS.toNanos(1);
    private final Pace pace = new Pace(now);
    private long lastSteady = now;
    private int bytes = 1024;
    private long groups;
    private long messages;
    private long confirmed; // of those who wait
    private int waitingNow;

    /** Lets publishers go on for so long: one that sends each {@code every} ns, if any, and those who wait for their confirms. */
    private void run(long nanos, long every) {
        groups = 0;
        messages = 0;
        confirmed = 0;
        long end = now + nanos;
        lastSteady = now;
        while (now < end) {
            int came = take(every);
            if (came == 0) {
                now = next(every, end);
                continue;
            }
            now += pace.left(now);
            int waiting = waitingNow;
            waitingNow = 0;
            came += take(every);
            waiting += waitingNow;
            waitingNow = 0;
            long began = now;
            now += FORCE;
            for (int i = 0; i < waiting; i++) arrivals.add(now + ROUND_TRIP);
            groups++;
            confirmed += waiting;
            messages += came;
            pace.forced(began, came, came * bytes);
        }
    }

    private int take(long every) {
        int came = 0;
        for (; !arrivals.isEmpty() && arrivals.peek() <= now; came++) {
            arrivals.poll();
            waitingNow++;
        }
        for (; every > 0 && lastSteady + every <= now; came++) lastSteady += every;
        return came;
    }

    private long next(long every, long end) {
        long next = every > 0 ? lastSteady + every : end;
        return Math.max(now + 1, arrivals.isEmpty() ? next : Math.min(next, arrivals.peek()));
    }

    private void publishersWhoWait(int count) {
        for (int i = 0; i < count; i++) arrivals.add(now);
    }

    @Test
    void gathersWhatComesAnyway() {
        run(2 * SECOND, 200_000);
        run(10 * SECOND, 200_000);
        assertThat(messages).as("all that came").isBetween(49_990L, 50_010L);
        assertThat(groups).as("in few groups most of the time").isLessThan(messages / 3);
    }

    @Test
    void doesNotHoldUpOneWhoWaits() {
        publishersWhoWait(1);
        run(SECOND, 0);
        run(100 * SECOND, 0);
        long without = 100 * SECOND / (FORCE + ROUND_TRIP);
        assertThat(messages).as("but for the times of trying").isGreaterThan(without * 99 / 100);
    }

    @Test
    void doesNotHoldUpManyWhoWait() {
        publishersWhoWait(10);
        run(SECOND, 0);
        run(100 * SECOND, 0);
        long without = 10 * 100 * SECOND / (FORCE + ROUND_TRIP);
        assertThat(messages).isGreaterThan(without * 98 / 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {700_000, 200_000, 100_000, 50_000})
    void doesNotHoldUpOneWhoWaitsAmongOthersWhoDoNot(long every) {
        publishersWhoWait(1);
        run(SECOND, every);
        run(100 * SECOND, every);
        long without = 100 * SECOND / (2 * FORCE + ROUND_TRIP); // as it may come just when a force for others has begun
        assertThat(confirmed).isGreaterThan(without * 98 / 100);
    }

    @Test
    void noticesThatPublishersWaitWhereTheyDidNot() {
        run(4 * SECOND, 200_000);
        publishersWhoWait(1);
        run(SECOND, 0);
        assertThat(messages).isGreaterThan(SECOND / (FORCE + ROUND_TRIP) * 8 / 10);
    }

    @Test
    void givesUpWhenTheyComeInCrowds() {
        run(4 * SECOND, 200_000);
        bytes = Pace.CROWD;
        run(SECOND / 2, 200_000);
        run(SECOND, 200_000);
        assertThat(groups).isEqualTo(messages);
    }

    @Test
    void leavesAloneWhatComesSeldom() {
        run(10 * SECOND, 3 * Pace.STEP);
        assertThat(groups).isEqualTo(messages);
        assertThat(pace.left(now)).isZero();
    }

    @Test
    void nobodyWaitsForTheFirstAfterAPause() {
        run(4 * SECOND, 200_000);
        now += SECOND;
        assertThat(pace.left(now)).isZero();
        pace.forced(now, 1, 1000);
        assertThat(pace.left(now + FORCE)).as("nor for the next").isZero();
    }

    @Test
    void endsWhenToldTo() {
        run(4 * SECOND, 200_000);
        pace.stop();
        assertThat(pace.left(now)).isZero();
    }
}
