package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunkedFifoTest {

    private final ChunkedFifo<Integer> fifo = new ChunkedFifo<>();

    @Property
    void behavesLikeADeque(@ForAll List<Boolean> adds) {
        Deque<Integer> model = new ArrayDeque<>();
        ChunkedFifo<Integer> tested = new ChunkedFifo<>();
        int next = 0;
        for (boolean add : adds) {
            if (add) {
                model.addLast(next);
                tested.addLast(next++);
            } else {
                assertThat(tested.pollFirst()).isEqualTo(model.pollFirst());
            }
            assertThat(tested.size()).isEqualTo(model.size());
        }
        while (!model.isEmpty()) assertThat(tested.pollFirst()).isEqualTo(model.pollFirst());
        assertThat(tested.pollFirst()).isNull();
    }

    @Property
    void behavesLikeAListInTheMiddle(@ForAll @Size(max = 60) List<@IntRange(max = 999) Integer> picks, @ForAll @IntRange(max = 700) int polled) {
        TreeSet<Integer> model = new TreeSet<>();
        ChunkedFifo<Integer> tested = new ChunkedFifo<>();
        for (int i = 0; i < 1000; i++) tested.addLast(i);
        for (int i = 0; i < 1000; i++) model.add(i);
        for (int i = 0; i < polled; i++) assertThat(tested.pollFirst()).isEqualTo(model.pollFirst());
        for (int pick : picks) {
            if (model.contains(pick)) {
                int width = pick % 7 == 0 ? 400 : pick % 5;
                tested.takeOut(each -> each < pick, each -> each > pick + width, each -> each >= pick && each <= pick + width);
                model.subSet(pick, pick + width + 1).clear();
            } else {
                tested.insert(pick, each -> each < pick);
                model.add(pick);
            }
            assertThat(tested.size()).isEqualTo(model.size());
            List<Integer> behind = new ArrayList<>();
            tested.visit(each -> each < pick, each -> behind.add(each));
            assertThat(behind).containsExactlyElementsOf(model.tailSet(pick));
        }
        tested.addLast(1000);
        model.add(1000);
        while (!model.isEmpty()) assertThat(tested.pollFirst()).isEqualTo(model.pollFirst());
        assertThat(tested.pollFirst()).isNull();
    }

    @Test
    void keepsOrderOverManyChunks() {
        for (int i = 0; i < 100_000; i++) fifo.addLast(i);
        for (int i = 0; i < 100_000; i++) assertThat(fifo.pollFirst()).isEqualTo(i);
        assertThat(fifo.isEmpty()).isTrue();
    }

    @Test
    void isUsableAgainAfterItRanEmpty() {
        for (int round = 0; round < 1000; round++) {
            fifo.addLast(round);
            assertThat(fifo.pollFirst()).isEqualTo(round);
        }
        assertThat(fifo.isEmpty()).isTrue();
    }
}
