package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ManagementFrontTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final CompletableFuture<AutoCloseable> starting = new CompletableFuture<>();
    private int closed;

    @Test
    void whatIsStillStartingIsNotWaitedForAndClosedWhenItIsThere() {
        assertThat(ManagementFront.close(starting, Duration.ofMillis(1))).isFalse();
        starting.complete(() -> closed++);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void whatHasStartedIsClosed() {
        starting.complete(() -> closed++);
        assertThat(ManagementFront.close(starting, LONG)).isTrue();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void whatCouldNotStartNeedNotBeClosed() {
        starting.completeExceptionally(new IllegalStateException("no port"));
        assertThat(ManagementFront.close(starting, LONG)).isTrue();
    }

    @Test
    void whatCannotBeClosedIsNoReasonToWait() {
        starting.complete(() -> {
            throw new IllegalStateException("stuck");
        });
        assertThat(ManagementFront.close(starting, LONG)).isTrue();
    }
}
