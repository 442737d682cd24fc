package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Of long bodies twice the longest are there at a time. */
class BodyRoomTest {

    private static final long LONGEST = 1_000_000;

    private final BodyRoom room = new BodyRoom(new HttpSettings("", Set.of(), Duration.ZERO, Duration.ZERO, true, LONGEST, false));

    @Test
    void othersWaitUntilThereIsRoom() {
        CompletableFuture<Runnable> first = admit(LONGEST);
        CompletableFuture<Runnable> second = admit(-1);
        CompletableFuture<Runnable> third = admit(600_000);
        CompletableFuture<Runnable> fourth = admit(400_000);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        first.join().run();
        first.join().run();
        assertThat(third).isCompleted();
        assertThat(fourth).isCompleted();
        assertThat(admit(100_000)).as("nobody gives back twice").isNotDone();
    }

    @Test
    void whoeverWaitsComesInTurn() {
        CompletableFuture<Runnable> first = admit(LONGEST);
        admit(600_000);
        CompletableFuture<Runnable> large = admit(LONGEST);
        CompletableFuture<Runnable> small = admit(100_000);
        assertThat(small).as("or the large ones would wait for ever").isNotDone();
        first.join().run();
        assertThat(large).isCompleted();
        assertThat(small).isCompleted();
    }

    @Test
    void onlySoManyWait() {
        List<CompletableFuture<Runnable>> all = new ArrayList<>();
        for (int i = 0; i < 202; i++) all.add(admit(LONGEST));
        assertThatThrownBy(() -> admit(LONGEST)).isInstanceOf(ApiException.class);
        all.get(0).join().run();
        assertThat(all.get(2)).isCompleted();
    }

    @Test
    void shortOnesDoNotCount() {
        assertThat(BodyRoom.counts(0)).isFalse();
        assertThat(BodyRoom.counts(16_384)).isFalse();
        assertThat(BodyRoom.counts(16_385)).isTrue();
        assertThat(BodyRoom.counts(-1)).as("nobody knows how long it is").isTrue();
    }

    private CompletableFuture<Runnable> admit(long bytes) {
        return room.admit(bytes).toCompletableFuture();
    }
}
