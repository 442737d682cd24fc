package io.leveret.api.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;
import org.junit.jupiter.api.Test;

class PassingTest {

    private final Passing passing = new Passing();

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

    private void pass(int bytes) {
        passing.passed(new Message("x", "k", BasicProperties.EMPTY, Body.of(new byte[bytes])));
    }
}
