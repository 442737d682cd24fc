package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
