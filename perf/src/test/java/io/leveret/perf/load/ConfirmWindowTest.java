package io.leveret.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.perf.client.PerfException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConfirmWindowTest {
    private final List<Long> settled = new ArrayList<>();

    @Test
    void hasRoomForSoMany() {
        ConfirmWindow window = windowWith(2, 2);
        assertThat(window.hasRoom()).isFalse();
        assertThat(window.settled(1, false, settled::add)).isEqualTo(1);
        assertThat(window.hasRoom()).isTrue();
        assertThat(settled).containsExactly(101L);
    }

    @Test
    void settlesAllUpToOne() {
        ConfirmWindow window = windowWith(10, 5);
        assertThat(window.settled(2, false, settled::add)).isEqualTo(1);
        assertThat(window.settled(4, true, settled::add)).isEqualTo(3);
        assertThat(settled).containsExactly(102L, 101L, 103L, 104L);
        assertThat(window.isEmpty()).isFalse();
        assertThat(window.settled(0, true, settled::add)).isEqualTo(1);
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void settlesNothingTwice() {
        ConfirmWindow window = windowWith(10, 3);
        window.settled(2, true, settled::add);
        assertThat(window.settled(1, false, settled::add)).isZero();
        assertThat(window.settled(2, true, settled::add)).isZero();
    }

    @Test
    void refusesWhatWasNeverPublished() {
        ConfirmWindow window = windowWith(10, 3);
        assertThatThrownBy(() -> window.settled(4, false, settled::add)).isInstanceOf(PerfException.class).hasMessageContaining("message 4");
    }

    @Test
    void waitsWhenOneStaysBehindForLong() {
        ConfirmWindow window = windowWith(1, 1);
        assertThat(window.hasRoom()).isFalse();
        ConfirmWindow wide = new ConfirmWindow(100);
        wide.published(0);
        long next = 2;
        for (; wide.hasRoom() && next < 1_000_000; next++) {
            wide.published(next);
            wide.settled(next, false, stamp -> { });
        }
        assertThat(next).as("its place would be taken by another").isLessThan(1_000);
        wide.settled(1, false, stamp -> { });
        assertThat(wide.hasRoom()).isTrue();
    }

    @Test
    void findsEachInWhateverOrderTheyAreConfirmed() {
        Random random = new Random(1);
        ConfirmWindow window = new ConfirmWindow(50);
        List<Long> open = new ArrayList<>();
        long next = 1;
        for (int i = 0; i < 10_000; i++) {
            for (; window.hasRoom() && random.nextInt(20) > 0; next++) {
                window.published(next);
                open.add(next);
            }
            if (open.isEmpty()) continue;
            long tag = open.remove(random.nextInt(open.size()));
            assertThat(window.settled(tag, false, settled::add)).isEqualTo(1);
            assertThat(settled.get(settled.size() - 1)).isEqualTo(tag);
        }
        window.settled(0, true, settled::add);
        assertThat(settled).containsExactlyInAnyOrderElementsOf(LongStream.range(1, next).boxed().toList());
    }

    private static ConfirmWindow windowWith(int size, int published) {
        ConfirmWindow window = new ConfirmWindow(size);
        for (int i = 1; i <= published; i++) window.published(100 + i);
        return window;
    }
}
