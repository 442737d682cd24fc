package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random histories of a queue with time to live, priorities, a length limit, a delivery limit and delayed retry, against a model of
 * sets and numbers. Expiry happens at even milliseconds and the end of a delay at odd ones: which goes first where they meet is
 * nobody's promise.
 */
class QueueLimitsModelTest {

    private enum Step {
        PUBLISH, PUBLISH_URGENT, PUBLISH_SHORT_LIVED, GET, GET_NO_ACK, ACK, RETURN, FAIL, REJECT, ACK_NEWEST, RETURN_NEWEST, WAIT, PURGE
    }

    /** What the queue is declared with; -1 for nothing. */
    private record Limits(boolean quorum, long ttl, long maxLength, boolean rejects, long deliveryLimit, long maxPriority,
                          long retryDelay) {

        FieldTable arguments() {
            FieldTable table = FieldTable.EMPTY.with("x-dead-letter-exchange", FieldValue.longString("dlx"));
            if (ttl >= 0) table = table.with("x-message-ttl", FieldValue.longInt(ttl));
            if (maxLength >= 0) table = table.with("x-max-length", FieldValue.longInt(maxLength));
            if (rejects) table = table.with("x-overflow", FieldValue.longString("reject-publish"));
            if (deliveryLimit >= 0) table = table.with("x-delivery-limit", FieldValue.longInt(deliveryLimit));
            if (quorum) table = table.with("x-queue-type", FieldValue.longString("quorum"));
            else if (maxPriority >= 0) table = table.with("x-max-priority", FieldValue.longInt(maxPriority));
            if (retryDelay < 0) return table;
            return table.with("x-delayed-retry-type", FieldValue.longString("failed"))
                .with("x-delayed-retry-min", FieldValue.longInt(retryDelay))
                .with("x-delayed-retry-max", FieldValue.longInt(retryDelay));
        }

        /** Whether consumers are told how often a message came back. */
        boolean counts() {
            return quorum || deliveryLimit >= 0 || retryDelay >= 0;
        }

        /** A quorum queue has more priorities than these histories. */
        long levelOf(int priority) {
            return quorum ? priority : Math.min(priority, Math.max(0, maxPriority));
        }

        boolean isTooOften(int failures) {
            long limit = quorum && deliveryLimit < 0 ? 20 : deliveryLimit;
            return limit >= 0 && failures > limit;
        }

        /** Whether a message may find no room in the queue where so many are ready. */
        boolean isFull(int ready) {
            return maxLength >= 0 && ready >= maxLength;
        }
    }

    @Property
    void aLimitedQueueDoesWhatItsModelDoes(@ForAll("limits") Limits limits, @ForAll("histories") List<Step> history) {
        Pair pair = new Pair(limits);
        history.forEach(pair::take);
        pair.compareDeadLetters();
    }

    @Provide
    Arbitrary<Limits> limits() {
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(-1L, 10L, 50L), Arbitraries.of(-1L, 0L, 1L, 3L), Arbitraries.of(true, false),
            Arbitraries.of(-1L, 0L, 2L), Arbitraries.of(-1L, 2L), Arbitraries.of(-1L, 5L)).as(Limits::new);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.of(Step.class).list().ofMaxSize(120);
    }

    /** A message of the model. */
    private static final class Expected {
        private static final Comparator<Expected> BY_AGE = Comparator.comparingLong(expected -> expected.position);

        private final long position;
        private final String body;
        private final int priority;
        private final long expiresAt;
        private int returns;
        private int failures;
        private long dueAt;

        private Expected(long position, String body, int priority, long expiresAt) {
            this.position = position;
            this.body = body;
            this.priority = priority;
            this.expiresAt = expiresAt;
        }

        private int priority() {
            return priority;
        }
    }

    /** The queue and its model, taken through the same steps. */
    private static final class Pair {
        private final Limits limits;
        private final TestQueue queue;
        private final TestQueue morgue;

        /** Lowest priority first, and each in order. */
        private final TreeSet<Expected> ready = new TreeSet<>(Comparator.comparingInt(Expected::priority).thenComparing(Expected.BY_AGE));
        private final TreeSet<Expected> delayed = new TreeSet<>(
            Comparator.comparingLong((Expected expected) -> expected.dueAt).thenComparing(Expected.BY_AGE));
        private final Map<Long, Expected> unacked = new HashMap<>();
        private final List<QueuedMessage> held = new ArrayList<>();
        private final List<String> dead = new ArrayList<>();
        private long now;
        private long position;
        private int published;

        Pair(Limits limits) {
            this.limits = limits;
            queue = TestQueue.with(limits.arguments());
            morgue = queue.beside("morgue");
            queue.owner.exchanges.put("dlx", morgue.ref);
        }

        void take(Step step) {
            switch (step) {
                case PUBLISH -> publish(-1, 0);
                case PUBLISH_URGENT -> publish(-1, 1 + published % 3);
                case PUBLISH_SHORT_LIVED -> publish(6, published % 2);
                case GET -> get(false);
                case GET_NO_ACK -> get(true);
                case ACK -> settle(0, Settlement.ACK);
                case RETURN -> settle(0, Settlement.RETURN);
                case FAIL -> settle(0, Settlement.FAIL);
                case REJECT -> settle(0, Settlement.DISCARD);
                case ACK_NEWEST -> settle(held.size() - 1, Settlement.ACK);
                case RETURN_NEWEST -> settle(held.size() - 1, Settlement.RETURN);
                case WAIT -> pass(8);
                case PURGE -> {
                    queue.ref.purge(new TestQueue.Reply<>());
                    ready.clear();
                }
            }
            assertThat(queue.status().messages()).isEqualTo(ready.size());
        }

        void compareDeadLetters() {
            queue.home.runAll();
            assertThat(morgue.drain()).containsExactlyElementsOf(dead);
        }

        private void publish(long ownTtl, int priority) {
            String body = "m" + published++;
            BasicProperties.Builder properties = BasicProperties.builder().priority(priority);
            if (ownTtl >= 0) properties.expiration(String.valueOf(ownTtl));
            int refusedBefore = queue.publisher.rejected.size();
            queue.publish(body, properties.build());
            if (limits.rejects && limits.isFull(ready.size())) {
                assertThat(queue.publisher.rejected).hasSize(refusedBefore + 1);
                return;
            }
            long ttl = ownTtl < 0 ? limits.ttl : limits.ttl < 0 ? ownTtl : Math.min(ownTtl, limits.ttl);
            long level = limits.levelOf(priority);
            ready.add(new Expected(++position, body, (int) level, ttl < 0 ? Long.MAX_VALUE : now + ttl));
            settleDown();
        }

        private void get(boolean noAck) {
            Expected first = ready.isEmpty() ? null : headOf(ready.last().priority);
            Optional<Got> got = queue.get(noAck);
            assertThat(got.map(answer -> RecordingConsumer.body(answer.message())))
                .isEqualTo(Optional.ofNullable(first).map(expected -> expected.body));
            if (first == null) return;
            QueuedMessage message = got.orElseThrow().message();
            assertThat(message.isRedelivered()).isEqualTo(first.returns > 0);
            assertThat(message.deliveredProperties().header("x-delivery-count").map(FieldValue::asLong))
                .isEqualTo(limits.counts() && first.failures > 0 ? Optional.of((long) first.failures) : Optional.empty());
            ready.remove(first);
            if (!noAck) {
                held.add(message);
                unacked.put(first.position, first);
            }
            settleDown();
        }

        private void settle(int index, Settlement settlement) {
            if (held.isEmpty()) return;
            QueuedMessage message = held.remove(index);
            queue.settle(message, settlement);
            Expected expected = unacked.remove(message.position());
            if (settlement == Settlement.DISCARD) dead.add(expected.body);
            if (settlement == Settlement.RETURN || settlement == Settlement.FAIL) comeBack(expected, settlement == Settlement.FAIL);
            settleDown();
        }

        private void comeBack(Expected expected, boolean failed) {
            expected.returns++;
            if (failed || !limits.quorum) expected.failures++;
            if (limits.isTooOften(expected.failures)) {
                dead.add(expected.body);
            } else if (failed && limits.retryDelay >= 0) {
                expected.dueAt = now + limits.retryDelay;
                delayed.add(expected);
            } else {
                ready.add(expected);
            }
        }

        private void pass(long millis) {
            for (int i = 0; i < millis; i++) {
                queue.home.advance(1);
                now++;
                while (!delayed.isEmpty() && delayed.first().dueAt <= now) {
                    ready.add(delayed.pollFirst());
                    dropSurplus();
                }
                settleDown();
            }
        }

        /** Surplus messages leave first, and perhaps then an expired one is the head. */
        private void settleDown() {
            dropSurplus();
            Optional<Expected> expired = expiredHead();
            while (expired.isPresent()) {
                bury(expired.get());
                expired = expiredHead();
            }
        }

        private void dropSurplus() {
            while (!limits.rejects && limits.maxLength >= 0 && ready.size() > limits.maxLength) bury(ready.first());
        }

        /** Each priority has a head. */
        private Optional<Expected> expiredHead() {
            return ready.stream().map(Expected::priority).distinct().map(this::headOf)
                .filter(head -> head.expiresAt <= now).findFirst();
        }

        private Expected headOf(int priority) {
            return ready.stream().filter(expected -> expected.priority == priority).findFirst().orElseThrow();
        }

        private void bury(Expected expected) {
            ready.remove(expected);
            dead.add(expected.body);
        }
    }
}
