package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LookOutTest {

    private static final long FOREVER = Long.MAX_VALUE;

    private long now = TimeUnit.HOURS.toNanos(1);
    private long wayTakes = 1000;
    private long workComesAt = Long.MAX_VALUE;
    private int gaveWay;
    private final LookOut lookOut = new LookOut(() -> now, this::giveWay);

    private void giveWay() {
        gaveWay++;
        now += wayTakes;
    }

    private boolean hasWork() {
        return now >= workComesAt;
    }

    /** As the writer does. */
    private void restUntilWorkComesIn(long nanos) {
        workComesAt = now + nanos;
        if (lookOut.sees(this::hasWork, FOREVER)) return;
        now = Math.max(now, workComesAt);
        lookOut.rested(true);
    }

    @Test
    void restsAtOnceWhereNothingIsKnown() {
        restUntilWorkComesIn(LookOut.LONGEST);
        assertThat(gaveWay).isZero();
    }

    @Test
    void looksOutWhenWorkCameSoon() {
        restUntilWorkComesIn(LookOut.LONGEST);
        restUntilWorkComesIn(50_000);
        assertThat(gaveWay).isEqualTo(50);
        restUntilWorkComesIn(50_000);
        assertThat(gaveWay).isEqualTo(100);
    }

    @Test
    void looksOutOnceInVain() {
        restUntilWorkComesIn(LookOut.LONGEST);
        for (int i = 0; i < 10; i++) restUntilWorkComesIn(2 * LookOut.LONGEST);
        assertThat(gaveWay).isEqualTo(100);
    }

    @Test
    void looksOutNoLongerThanItMayRest() {
        restUntilWorkComesIn(LookOut.LONGEST);
        workComesAt = Long.MAX_VALUE;
        assertThat(lookOut.sees(this::hasWork, 10_000)).isFalse();
        assertThat(gaveWay).isEqualTo(10);
    }

    @Test
    void leavesTheCoreToThoseWhoNeedIt() {
        restUntilWorkComesIn(LookOut.LONGEST);
        wayTakes = 60_000;
        workComesAt = now + 90_000;
        assertThat(lookOut.sees(this::hasWork, FOREVER)).isFalse();
        assertThat(gaveWay).isEqualTo(1);
    }

    @Test
    void restsAtOnceWhenItWasWokenForNothing() {
        restUntilWorkComesIn(LookOut.LONGEST);
        lookOut.rested(false);
        restUntilWorkComesIn(50_000);
        assertThat(gaveWay).isZero();
    }
}
