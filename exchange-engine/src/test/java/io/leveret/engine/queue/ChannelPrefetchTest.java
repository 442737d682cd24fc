package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelPrefetchTest {

    private final ChannelPrefetch prefetch = new ChannelPrefetch(1);
    private final TestQueue queue = TestQueue.plain();
    private final RecordingConsumer alice = new RecordingConsumer();
    private final RecordingConsumer bob = new RecordingConsumer();

    @BeforeEach
    void exhaust() {
        queue.consume(alice.sharing(prefetch), alice);
        queue.publish("a", "b", "c");
    }

    @Test
    void notesAConsumerOnceHoweverOftenItAsks() {
        for (int i = 0; i < 100; i++) alice.ref.written(HeadRoom.PLENTY.windowMessages, 0);
        assertThat(prefetch.waiting()).isEqualTo(1);
    }

    @Test
    void notesAConsumerAgainThatFindsNoPlaceWhenItIsWoken() {
        prefetch.limit(1);
        queue.home.runAll();
        assertThat(prefetch.waiting()).isEqualTo(1);
        queue.settle(alice.last(), Settlement.ACK);
        queue.home.runAll();
        assertThat(alice.bodies()).containsExactly("a", "b");
    }

    @Test
    void wakesNobodyWhoHasEnded() {
        queue.consume(bob.sharing(prefetch), bob);
        queue.publish("d");
        assertThat(prefetch.waiting()).isEqualTo(2);
        queue.cancel(bob);
        queue.settle(alice.last(), Settlement.ACK);
        queue.home.runAll();
        queue.cancel(alice);
        assertThat(prefetch.waiting()).isZero();
        assertThat(bob.deliveries).isEmpty();
    }

    @Test
    void wakesNobodyWhoseQueueIsGone() {
        queue.ref.delete();
        assertThat(prefetch.waiting()).isZero();
    }
}
