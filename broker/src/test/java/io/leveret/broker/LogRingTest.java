package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.api.log.LogFeed.Level;
import io.leveret.api.log.LogFeed.Line;
import org.junit.jupiter.api.Test;

class LogRingTest {

    @Test
    void keepsTheLastLines() {
        LogRing ring = new LogRing(3, 1000);
        for (int i = 1; i <= 5; i++) add(ring, "line " + i);
        assertThat(ring.after(0)).extracting(Line::text).containsExactly("line 3", "line 4", "line 5");
        assertThat(ring.after(4)).extracting(Line::number).containsExactly(5L);
        assertThat(ring.after(5)).isEmpty();
        assertThat(ring.after(99)).isEmpty();
    }

    @Test
    void keepsNoMoreTextThanItMay() {
        LogRing ring = new LogRing(100, 50);
        for (int i = 0; i < 10; i++) add(ring, "x".repeat(20));
        assertThat(ring.after(0)).hasSize(2);
        add(ring, "y".repeat(100_000));
        assertThat(ring.after(0)).hasSize(1).allMatch(line -> line.text().length() < 20_000);
    }

    private static void add(LogRing ring, String text) {
        ring.add(1, Level.INFO, "logger", "thread", text, "");
    }
}
