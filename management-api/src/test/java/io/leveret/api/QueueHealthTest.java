package io.leveret.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class QueueHealthTest {

    /** A queue that is well and at work; each test says what is different. */
    private static class Facts implements QueueFacts {
        boolean paused;
        boolean busy;
        boolean deadLetters;
        boolean used = true;
        long ready = 10;
        long unacked = 5;
        int consumers = 1;
        double capacity = 1;
        long waits = 20;
        long delivered = 100;
        long rise;
        long surplus;
        OptionalDouble fullness = OptionalDouble.empty();

        @Override public boolean isPaused() {
            return paused;
        }

        @Override public boolean isBusy() {
            return busy;
        }

        @Override public long ready() {
            return ready;
        }

        @Override public long unacked() {
            return unacked;
        }

        @Override public int consumers() {
            return consumers;
        }

        @Override public double capacity() {
            return capacity;
        }

        @Override public boolean isUsed() {
            return used;
        }

        @Override public long waitsMillis() {
            return waits;
        }

        @Override public long delivered(int seconds) {
            return delivered;
        }

        @Override public long rise() {
            return rise;
        }

        @Override public long surplus() {
            return surplus;
        }

        @Override public OptionalDouble fullness() {
            return fullness;
        }

        @Override public boolean getsDeadLetters() {
            return deadLetters;
        }
    }

    private final Facts queue = new Facts();

    @Test
    void oneThatIsAtWorkIsWell() {
        assertHealth("ok");
        assertThat(QueueHealth.of(queue).needsAttention()).isFalse();
    }

    @Test
    void oneWithoutMessagesThatNobodyUsesIsIdle() {
        queue.ready = 0;
        queue.unacked = 0;
        assertHealth("ok");
        queue.used = false;
        assertHealth("idle");
    }

    @Test
    void messagesThatNobodyTakesNeedAttention() {
        queue.consumers = 0;
        assertHealth("no_consumers");
        assertThat(QueueHealth.of(queue).needsAttention()).isTrue();
        queue.ready = 0;
        assertHealth("ok");
    }

    @Test
    void deadLettersThatNobodyTakesAreNoAlarm() {
        queue.deadLetters = true;
        assertHealth("ok"); // somebody takes them
        queue.consumers = 0;
        assertThat(QueueHealth.shown(queue)).isEqualTo(Map.of("state", "dead_letters", "severity", 2));
        assertThat(QueueHealth.of(queue).needsAttention()).isTrue();
        queue.ready = 0;
        assertHealth("ok");
    }

    @Test
    void aPausedQueueIsSaidToBePausedWhateverElse() {
        queue.consumers = 0;
        queue.paused = true;
        assertHealth("paused");
    }

    @Test
    void oneIsAtItsLimitFromNineteenTwentiethsOn() {
        queue.fullness = OptionalDouble.of(0.94);
        assertHealth("ok");
        queue.fullness = OptionalDouble.of(0.95);
        assertThat(QueueHealth.shown(queue)).isEqualTo(Map.of("state", "at_limit", "severity", 3, "fullness", 0.95));
    }

    @Test
    void anEmptyOneIsNeverAtItsLimit() {
        queue.ready = 0;
        queue.fullness = OptionalDouble.of(1);
        assertHealth("ok");
    }

    @Test
    void consumersThatHoldAllTheyMayHaveHighUnacked() {
        queue.capacity = 0;
        assertHealth("unacked_high");
        queue.unacked = 0;
        assertHealth("ok");
    }

    @Test
    void oneThatDeliversNothingForHalfAMinuteIsStalled() {
        queue.delivered = 0;
        queue.waits = 30_000;
        assertHealth("ok");
        queue.waits = 30_001;
        assertHealth("stalled");
        queue.delivered = 1;
        assertHealth("ok");
    }

    @Test
    void oneGrowsIfItRisesAndMoreComesThanGoes() {
        queue.rise = 100;
        assertHealth("ok"); // it has come back
        queue.surplus = 90;
        assertThat(QueueHealth.shown(queue)).isEqualTo(Map.of("state", "growing", "severity", 2, "rise", 100L));
        queue.rise = 0;
        assertHealth("ok");
    }

    @Test
    void publishersThatWaitAreWorthANote() {
        queue.busy = true;
        assertHealth("flow");
        assertThat(QueueHealth.of(queue).needsAttention()).isFalse();
    }

    private void assertHealth(String expected) {
        assertThat(QueueHealth.of(queue)).hasToString(expected);
    }
}
