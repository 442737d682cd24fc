package io.leveret.api.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassingTest {

    private final PassingRoom room = new PassingRoom(32 << 20);
    private final Passing passing = new Passing(room);

    @Test
    void keepsSoManyAndCountsWhatItMisses() {
        for (int i = 0; i < 6_000; i++) pass(1);
        assertThat(passing.take()).hasSize(5_000);
        assertThat(passing.missed()).isEqualTo(1_000);
        pass(1);
        assertThat(passing.take()).hasSize(1);
        assertThat(passing.missed()).isZero();
    }

    @Test
    void keepsSoManyBytesAndAtLeastOne() {
        pass(20 << 20);
        pass(1);
        assertThat(passing.take()).hasSize(1);
        for (int i = 0; i < 3; i++) pass(3 << 20);
        assertThat(passing.take()).hasSize(2);
        assertThat(passing.missed()).isEqualTo(2);
    }

    @Test
    void headersTakeUpRoomToo() {
        BasicProperties large = BasicProperties.builder().headers(FieldTable.builder().put("h", "x".repeat(3 << 20)).build()).build();
        for (int i = 0; i < 3; i++) passing.passed(new Message("x", "k", large, Body.EMPTY));
        assertThat(passing.take()).hasSize(2);
        assertThat(passing.missed()).isEqualTo(1);
    }

    @Test
    void allTogetherKeepSoManyBytes() {
        List<Passing> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) others.add(new Passing(room));
        for (Passing each : others) pass(each, 5 << 20);
        assertThat(others.stream().mapToLong(Passing::missed).sum()).isEqualTo(4);
        others.get(0).take();
        others.get(1).drop();
        pass(5 << 20);
        pass(others.get(9), 5 << 20);
        assertThat(passing.take()).hasSize(1);
        assertThat(others.get(9).take()).hasSize(1);
    }

    @Test
    void whatIsDroppedIsMissed() {
        pass(1);
        pass(1);
        passing.drop();
        assertThat(passing.take()).isEmpty();
        assertThat(passing.missed()).isEqualTo(2);
    }

    /** The loop that shows messages may not have heard yet that nobody looks on. */
    @Test
    void whatPassesAfterTheEndTakesNoRoom() {
        pass(1);
        passing.end();
        pass(8 << 20);
        assertThat(passing.take()).isEmpty();
        assertThat(room.take(32 << 20)).isTrue();
        assertThat(room.take(1)).isFalse();
    }

    private void pass(int bytes) {
        pass(passing, bytes);
    }

    private static void pass(Passing to, int bytes) {
        to.passed(new Message("x", "k", BasicProperties.EMPTY, Body.of(new byte[bytes])));
    }
}
