package io.leveret.broker.amqp;

import static io.leveret.broker.amqp.Gathering.FEWEST;
import static io.leveret.broker.amqp.Gathering.MANNERS;
import static io.leveret.broker.amqp.Gathering.MANY;
import static io.leveret.broker.amqp.Gathering.REST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {

    private final Gathering gathering = new Gathering(0);

    @Test
    void paysWhereClientsStream() {
        for (int turn = 0; turn < 3; turn++) {
            gathering.streamed(FEWEST);
            assertThat(gathering.pays(turn)).isTrue();
        }
    }

    @Test
    void doesNotPayWithNothingToDo() {
        assertThat(gathering.pays(0)).isFalse();
    }

    @Test
    void doesNotPayWhereEnoughComesAtOnce() {
        gathering.streamed(MANY);
        assertThat(gathering.pays(0)).isFalse();
    }

    @Test
    void keepsNobodyWaitingWhoMayWaitForAnAnswer() {
        gathering.streamed(FEWEST);
        gathering.served();
        assertThat(gathering.pays(0)).isFalse();
        gathering.streamed(FEWEST);
        assertThat(gathering.pays(MANNERS - 1)).isFalse();
        gathering.streamed(FEWEST);
        assertThat(gathering.pays(MANNERS)).isTrue();
    }

    @Test
    void isLeftForAWhileWhenItHasNotPaid() {
        gathering.streamed(1);
        assertThat(gathering.pays(0)).isTrue();
        gathering.streamed(1);
        assertThat(gathering.pays(1)).isFalse();
        gathering.streamed(1);
        assertThat(gathering.pays(REST)).isFalse();
        gathering.streamed(1);
        assertThat(gathering.pays(REST + 1)).isTrue();
    }

    @Test
    void isNotJudgedByAWaitThatWasCutShort() {
        gathering.streamed(1);
        assertThat(gathering.pays(0)).isTrue();
        gathering.calledAway();
        gathering.streamed(1);
        assertThat(gathering.pays(1)).isTrue();
    }
}
