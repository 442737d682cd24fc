package io.leveret.broker.amqp;

import static io.leveret.broker.amqp.Gathering.FEWEST;
import static io.leveret.broker.amqp.Gathering.FIRST_REST;
import static io.leveret.broker.amqp.Gathering.LONGEST_REST;
import static io.leveret.broker.amqp.Gathering.MANNERS;
import static io.leveret.broker.amqp.Gathering.MANY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {

    private final Gathering gathering = new Gathering(0);

    @Test
    void paysWhereClientsStream() {
        for (int turn = 0; turn < 3; turn++) {
            gathering.streamed(FEWEST);
            assertThat(gathering.beginsToWait(turn)).isTrue();
        }
    }

    @Test
    void doesNotPayWithNothingToDo() {
        assertThat(gathering.beginsToWait(0)).isFalse();
    }

    @Test
    void doesNotPayWhereEnoughComesAtOnce() {
        gathering.streamed(MANY);
        assertThat(gathering.beginsToWait(0)).isFalse();
    }

    @Test
    void keepsNobodyWaitingWhoMayWaitForAnAnswer() {
        gathering.streamed(FEWEST);
        gathering.served();
        assertThat(gathering.beginsToWait(0)).isFalse();
        gathering.streamed(FEWEST);
        assertThat(gathering.beginsToWait(MANNERS - 1)).isFalse();
        gathering.streamed(FEWEST);
        assertThat(gathering.beginsToWait(MANNERS)).isTrue();
    }

    @Test
    void isLeftForAWhileWhenItHasNotPaid() {
        assertThat(paysWith(1, 0)).isTrue();
        assertThat(paysWith(1, 1)).isFalse();
        assertThat(paysWith(1, FIRST_REST)).isFalse();
        assertThat(paysWith(1, FIRST_REST + 1)).isTrue();
    }

    @Test
    void isLeftForLongerAndLongerWhileItDoesNotPay() {
        long now = 0;
        for (long rest = FIRST_REST; rest <= LONGEST_REST; rest = 2 * rest) {
            assertThat(paysWith(1, now)).isTrue();
            assertThat(paysWith(1, now)).isFalse();
            assertThat(paysWith(1, now + rest - 1)).isFalse();
            now += rest;
        }
        now += LONGEST_REST;
        assertThat(paysWith(1, now)).isTrue();
        assertThat(paysWith(1, now)).isFalse();
        assertThat(paysWith(FEWEST, now + LONGEST_REST)).as("never longer than that").isTrue();
        assertThat(paysWith(FEWEST, now + LONGEST_REST)).as("it has paid").isTrue();
        now += LONGEST_REST;
        assertThat(paysWith(1, now)).isFalse();
        assertThat(paysWith(1, now + FIRST_REST)).isTrue();
    }

    @Test
    void isNotJudgedByAWaitThatWasCutShort() {
        gathering.streamed(1);
        assertThat(gathering.beginsToWait(0)).isTrue();
        gathering.calledAway();
        gathering.streamed(1);
        assertThat(gathering.beginsToWait(1)).isTrue();
    }

    private boolean paysWith(int messages, long now) {
        gathering.streamed(messages);
        return gathering.beginsToWait(now);
    }
}
