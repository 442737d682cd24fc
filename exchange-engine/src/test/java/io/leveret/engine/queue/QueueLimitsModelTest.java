package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random histories of a queue with time to live, a length limit and a delivery limit, against a model of lists and numbers. */
class QueueLimitsModelTest {

    private enum Step { PUBLISH, PUBLISH_SHORT_LIVED, GET, GET_NO_ACK, ACK, RETURN, FAIL, REJECT, WAIT, PURGE }

    /** What the queue is declared with; -1 for nothing. */
    private record Limits(long ttl, long maxLength, boolean rejects, long deliveryLimit) {

        FieldTable arguments() {
            FieldTable table = FieldTable.EMPTY.with("x-dead-letter-exchange", FieldValue.longString("dlx"));
            if (ttl >= 0) table = table.with("x-message-ttl", FieldValue.longInt(ttl));
            if (maxLength >= 0) table = table.with("x-max-length", FieldValue.longInt(maxLength));
            if (rejects) table = table.with("x-overflow", FieldValue.longString("reject-publish"));
            if (deliveryLimit >= 0) table = table.with("x-delivery-limit", FieldValue.longInt(deliveryLimit));
            return table;
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
        return Combinators.combine(Arbitraries.of(-1L, 10L, 50L), Arbitraries.of(-1L, 0L, 1L, 3L), Arbitraries.of(true, false),
            Arbitraries.of(-1L, 0L, 2L)).as(Limits::new);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.of(Step.class).list().ofMaxSize(120);
    }

    /** A message of the model. */
    private static final class Expected {
        private final String body;
        private final long expiresAt;
        private int returns;

        private Expected(String body, long expiresAt) {
            this.body = body;
            this.expiresAt = expiresAt;
        }
    }

    /** The queue and its model, taken through the same steps. */
    private static final class Pair {
        private final Limits limits;
        private final TestQueue queue;
        private final TestQueue morgue;
        private final TreeMap<Long, Expected> ready = new TreeMap<>();
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
                case PUBLISH -> publish(-1);
                case PUBLISH_SHORT_LIVED -> publish(5);
                case GET -> get(false);
                case GET_NO_ACK -> get(true);
                case ACK -> settle(Settlement.ACK);
                case RETURN -> settle(Settlement.RETURN);
                case FAIL -> settle(Settlement.FAIL);
                case REJECT -> settle(Settlement.DISCARD);
                case WAIT -> pass(7);
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

        private void publish(long ownTtl) {
            String body = "m" + published++;
            BasicProperties properties = ownTtl < 0 ? BasicProperties.EMPTY
                : BasicProperties.builder().expiration(String.valueOf(ownTtl)).build();
            int refusedBefore = queue.publisher.rejected.size();
            queue.publish(body, properties);
            if (limits.rejects && limits.maxLength >= 0 && ready.size() >= limits.maxLength) {
                assertThat(queue.publisher.rejected).hasSize(refusedBefore + 1);
                return;
            }
            long ttl = ownTtl < 0 ? limits.ttl : limits.ttl < 0 ? ownTtl : Math.min(ownTtl, limits.ttl);
            ready.put(++position, new Expected(body, ttl < 0 ? Long.MAX_VALUE : now + ttl));
            settleDown();
        }

        private void get(boolean noAck) {
            Map.Entry<Long, Expected> first = ready.pollFirstEntry();
            Optional<Got> got = queue.get(noAck);
            assertThat(got.map(answer -> RecordingConsumer.body(answer.message())))
                .isEqualTo(Optional.ofNullable(first).map(entry -> entry.getValue().body));
            if (first == null || noAck) {
                settleDown();
                return;
            }
            held.add(got.orElseThrow().message());
            unacked.put(first.getKey(), first.getValue());
            settleDown();
        }

        private void settle(Settlement settlement) {
            if (held.isEmpty()) return;
            QueuedMessage message = held.remove(0);
            queue.settle(message, settlement);
            Expected expected = unacked.remove(message.position());
            boolean comesBack = settlement == Settlement.RETURN || settlement == Settlement.FAIL;
            if (settlement == Settlement.DISCARD) dead.add(expected.body);
            if (!comesBack) return;
            expected.returns++;
            if (limits.deliveryLimit >= 0 && expected.returns > limits.deliveryLimit) dead.add(expected.body);
            else ready.put(message.position(), expected);
            settleDown();
        }

        private void pass(long millis) {
            for (int i = 0; i < millis; i++) {
                queue.home.advance(1);
                now++;
                settleDown();
            }
        }

        /** Expired messages leave at the head, surplus ones after that, and perhaps then an expired one is the head. */
        private void settleDown() {
            expire();
            while (!limits.rejects && limits.maxLength >= 0 && ready.size() > limits.maxLength) bury();
            expire();
        }

        private void expire() {
            while (!ready.isEmpty() && ready.firstEntry().getValue().expiresAt <= now) bury();
        }

        private void bury() {
            dead.add(ready.pollFirstEntry().getValue().body);
        }
    }
}
