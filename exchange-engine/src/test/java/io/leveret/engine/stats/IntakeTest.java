package io.leveret.engine.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntakeTest {

    private final Intake intake = new Intake();
    private final Intake.Share one = intake.of("one loop");
    private final Intake.Share other = intake.of("other loop");

    @Test
    void messagesAreCountedBySize() {
        one.published(0, false);
        one.published(100, true);
        other.published(101, false);
        other.published(1_000_000, false);
        one.published(100_000_001, false);
        assertThat(intake.sum().bySize()).containsExactly(2, 1, 0, 0, 1, 0, 0, 0, 1);
        assertThat(intake.sum().bytes()).isEqualTo(101_000_202);
        assertThat(intake.sum().toBeConfirmed()).isEqualTo(1);
    }

    @Test
    void publishersAreThoseThatAreThereNow() {
        one.begins();
        other.begins();
        one.ends();
        assertThat(intake.sum().publishers()).isEqualTo(1);
    }
}
