package io.leveret.api.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tail goes on for as long as somebody reads it. Its events are single letters. */
class TailTest {

    private final Letters letters = new Letters();
    private final StreamClient reader = new StreamClient();
    private final Tail tail = new Tail(letters, "alice", () -> Optional.ofNullable(letters.end), 1000, 0);

    @Test
    void endsWhenNobodyReadsWhatWaits() {
        tail.stream().subscribe(reader);
        assertThat(tail.serve(29_000)).isTrue();
        assertThat(letters.passed).as("what passes meanwhile is not kept").isPositive();
        assertThat(tail.serve(31_000)).isFalse();
        assertThat(reader.broken).isEqualTo(1);
    }

    @Test
    void aSlowReaderIsNoneWhoDoesNotRead() {
        tail.stream().subscribe(reader);
        for (int second = 20; second < 200; second += 20) {
            reader.subscription.request(1);
            assertThat(tail.serve(second * 1000L)).isTrue();
            assertThat(tail.serve(second * 1000L)).isTrue();
        }
        assertThat(reader.broken).isZero();
        assertThat(reader.firstBytes.size()).isGreaterThan(5);
    }

    @Test
    void whoDoesNotReadTheEndIsNotWaitedForEither() {
        tail.stream().subscribe(reader);
        letters.end = "over";
        assertThat(tail.serve(2_000)).isTrue();
        assertThat(letters.isClosed).isTrue();
        assertThat(tail.serve(29_000)).isTrue();
        assertThat(tail.serve(31_000)).isFalse();
        assertThat(reader.broken).isEqualTo(1);
    }

    @Test
    void whoReadsTheEndHasHeardAll() {
        tail.stream().subscribe(reader);
        reader.subscription.request(Long.MAX_VALUE);
        letters.end = "over";
        assertThat(tail.serve(2_000)).isTrue();
        assertThat(tail.serve(2_100)).isFalse();
        assertThat(reader.text.toString()).endsWith("event: end\ndata: {\"reason\":\"over\"}\n\n");
        assertThat(reader.broken).isZero();
    }

    /** Something to see whenever somebody looks. */
    private static final class Letters implements Source {
        private int passed;
        private boolean isClosed;
        private String end;

        @Override
        public Map<String, Object> opening() {
            return Map.of();
        }

        @Override
        public Optional<String> end() {
            return Optional.empty();
        }

        @Override
        public void drain(Events events, RateCap rate) {
            events.add("letter", "a".repeat(100_000));
        }

        @Override
        public void pass() {
            passed++;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
