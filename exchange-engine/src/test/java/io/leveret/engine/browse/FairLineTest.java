package io.leveret.engine.browse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whoever has much to do leaves room for others. Things belong to whom their first letter says. */
class FairLineTest {

    private final FairLine<String> line = new FairLine<>(thing -> thing.substring(0, 1));

    @Test
    void oneWhoHasNothingWorkedOnComesBeforeWhoHas() {
        add("a1", "a2", "a3", "b1");
        assertThat(line.take()).isEqualTo("a1");
        assertThat(line.take()).isEqualTo("b1");
        assertThat(line.take()).isEqualTo("a2");
        line.done("b1");
        add("b2");
        assertThat(line.take()).isEqualTo("b2");
    }

    @Test
    void takeTurnsWhereOneIsWorkedOnAtATime() {
        add("a1", "a2", "b1");
        StringBuilder turns = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            String next = line.take();
            turns.append(next).append(' ');
            line.done(next);
            line.add(next);
        }
        assertThat(turns.toString()).isEqualTo("a1 b1 a2 b1 a1 b1 a2 b1 ");
    }

    private void add(String... things) {
        for (String each : things) line.add(each);
    }
}
