package io.leveret.persistence.journal;

import static java.util.concurrent.TimeUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkingTest {

    private static final long LONG = HOURS.toNanos(1);

    private final Parking parking = new Parking();
    private Thread thread;

    private void start(Runnable rest) {
        thread = new Thread(rest);
        thread.start();
    }

    private void awaitResting() {
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private void awaitEnd() {
        await().until(() -> !thread.isAlive());
    }

    @AfterEach
    void nobodyIsLeft() {
        if (thread == null) return;
        parking.signal();
        awaitEnd();
    }

    @Test
    void whoParksIsWokenByWork() {
        start(() -> parking.park(LONG, () -> false));
        awaitResting();
        parking.wake();
        awaitEnd();
    }

    @Test
    void whoDozesIsNotWokenByWork() {
        start(() -> parking.doze(LONG, () -> false));
        awaitResting();
        parking.wake();
        assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
    }

    @Test
    void whoDozesIsRousedByWhatIsUrgent() {
        start(() -> parking.doze(LONG, () -> false));
        awaitResting();
        parking.rouse();
        awaitEnd();
    }

    @Test
    void whatIsUrgentRousesWhoParksAsWell() {
        start(() -> parking.park(LONG, () -> false));
        awaitResting();
        parking.rouse();
        awaitEnd();
    }

    @Test
    void nobodyDozesWithASignalOrWhatIsUrgent() {
        parking.signal();
        parking.doze(LONG, () -> false);
        parking.doze(LONG, () -> true);
    }
}
