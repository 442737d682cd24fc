package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Random histories of a queue with message groups and consumers that come, go and give back: nothing of a group overtakes,
 * no two have it at a time, and nobody waits without need.
 */
class MessageGroupsModelTest {

    private enum Verb { PUBLISH, PUBLISH_TO_GROUP, CONSUME, CANCEL, DIE, GET, ACK, RETURN, FAIL, DISCARD, WAIT }

    /** @param which of those there are, counted round */
    private record Step(Verb verb, int which) {
    }

    /** What the queue is declared with; -1 for nothing. */
    private record Features(boolean singleActive, long retryDelay, long maxLength, long deliveryLimit) {

        FieldTable arguments() {
            FieldTable table = FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true))
                .with("x-single-active-consumer", FieldValue.bool(singleActive))
                .with("x-dead-letter-exchange", FieldValue.longString("dlx"));
            if (maxLength >= 0) table = table.with("x-max-length", FieldValue.longInt(maxLength));
            if (deliveryLimit >= 0) table = table.with("x-delivery-limit", FieldValue.longInt(deliveryLimit));
            if (retryDelay < 0) return table;
            return table.with("x-delayed-retry-type", FieldValue.longString("all"))
                .with("x-delayed-retry-min", FieldValue.longInt(retryDelay))
                .with("x-delayed-retry-max", FieldValue.longInt(retryDelay));
        }
    }

    @Property
    void keepsTheOrderOfGroupsAndLetsNobodyWait(@ForAll("features") Features features, @ForAll("histories") List<Step> history) {
        Observer observer = new Observer(features);
        history.forEach(observer::take);
        observer.finish();
    }

    @Provide
    Arbitrary<Features> features() {
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(-1L, 5L), Arbitraries.of(-1L, 3L),
            Arbitraries.of(-1L, 1L)).as(Features::new);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Verb> verbs = Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(Verb.PUBLISH_TO_GROUP)), Tuple.of(3, Arbitraries.of(Verb.class)));
        return Combinators.combine(verbs, Arbitraries.integers().between(0, 11)).as(Step::new).list().ofMaxSize(150);
    }

    /** A message that has not left the queue, as the outside knows it. */
    private static final class Known {
        private final String group;
        private Object holder;
        private long dueAt;

        private Known(String group) {
            this.group = group;
        }
    }

    private static final class Observer {
        private static final String NONE = "";
        private static final Object GETTER = "whoever got it";

        private final Features features;
        private final TestQueue queue;
        private final TestQueue morgue;
        private final TreeMap<Long, Known> alive = new TreeMap<>();
        private final List<RecordingConsumer> consumers = new ArrayList<>();
        private final Map<RecordingConsumer, Integer> prefetches = new HashMap<>();
        private final List<QueuedMessage> held = new ArrayList<>();

        private long published;
        private long now;

        Observer(Features features) {
            this.features = features;
            queue = TestQueue.with(features.arguments());
            morgue = queue.beside("morgue");
            queue.owner.exchanges.put("dlx", morgue.ref);
        }

        void take(Step step) {
            switch (step.verb()) {
                case PUBLISH -> publish(NONE);
                case PUBLISH_TO_GROUP -> publish("g" + step.which() % 3);
                case CONSUME -> consume(1 + step.which() % 3);
                case CANCEL -> end(step.which(), false);
                case DIE -> end(step.which(), true);
                case GET -> get();
                case ACK -> settle(step.which(), Settlement.ACK);
                case RETURN -> settle(step.which(), Settlement.RETURN);
                case FAIL -> settle(step.which(), Settlement.FAIL);
                case DISCARD -> settle(step.which(), Settlement.DISCARD);
                case WAIT -> pass(3);
            }
            lookAround();
        }

        /** Whatever happened, all that is left can be had. */
        void finish() {
            while (!consumers.isEmpty()) take(new Step(Verb.CANCEL, 0));
            consume(0);
            for (int i = 0; i < 1000 && !alive.isEmpty(); i++) {
                lookAround();
                while (!held.isEmpty()) settle(0, Settlement.ACK);
                pass(5);
            }
            assertThat(alive).isEmpty();
            assertThat(queue.status().messages()).isZero();
        }

        private void publish(String group) {
            String body = String.valueOf(++published);
            alive.put(published, new Known(group));
            if (group.equals(NONE)) queue.publish(body);
            else queue.publish(body, properties(group));
        }

        private void consume(int prefetch) {
            if (consumers.size() == 4) return;
            RecordingConsumer consumer = new RecordingConsumer();
            consumers.add(consumer);
            prefetches.put(consumer, prefetch == 0 ? Integer.MAX_VALUE : prefetch);
            queue.consume(consumer.acking(prefetch), consumer);
        }

        private void end(int which, boolean dies) {
            if (consumers.isEmpty()) return;
            RecordingConsumer consumer = consumers.remove(which % consumers.size());
            if (!dies) {
                queue.cancel(consumer);
                return;
            }
            queue.endWithAllItHolds(consumer);
            for (QueuedMessage message : consumer.deliveries) {
                held.remove(message);
                comeBack(message);
            }
            consumer.deliveries.clear();
        }

        private void get() {
            Optional<Got> got = queue.get(false);
            got.ifPresent(answer -> handedOut(answer.message(), GETTER));
        }

        private void settle(int which, Settlement settlement) {
            if (held.isEmpty()) return;
            QueuedMessage message = held.remove(which % held.size());
            if (alive.get(message.position()).holder instanceof RecordingConsumer consumer) consumer.deliveries.remove(message);
            queue.settle(message, settlement);
            if (settlement == Settlement.ACK || settlement == Settlement.DISCARD) alive.remove(message.position());
            else comeBack(message);
            lookAround();
        }

        /** If that was too often, it is among the dead; else it waits if it has to. */
        private void comeBack(QueuedMessage message) {
            Known known = alive.get(message.position());
            known.holder = null;
            known.dueAt = features.retryDelay >= 0 ? now + features.retryDelay : 0;
        }

        private void pass(long millis) {
            for (int i = 0; i < millis; i++) {
                queue.home.advance(1);
                now++;
                lookAround();
            }
        }

        private void lookAround() {
            queue.home.runAll();
            for (String dead : morgue.drain()) alive.remove(Long.valueOf(dead));
            for (RecordingConsumer consumer : consumers) {
                for (QueuedMessage message : consumer.deliveries) {
                    if (!held.contains(message)) handedOut(message, consumer);
                }
            }
            consumers.stream().filter(this::isServed).filter(this::hasRoom).forEach(this::requireNothingFor);
            assertThat(queue.status().messages()).isEqualTo(alive.values().stream().filter(this::isReady).count());
        }

        private void handedOut(QueuedMessage message, Object holder) {
            Known known = alive.get(message.position());
            assertThat(isReady(known)).isTrue();
            if (!known.group.equals(NONE)) {
                alive.forEach((position, other) -> {
                    if (!other.group.equals(known.group) || other == known) return;
                    boolean goesFirst = position < message.position();
                    assertThat(other.holder).as(goesFirst ? "what goes first" : "what comes after").isEqualTo(goesFirst ? holder : null);
                });
            }
            known.holder = holder;
            held.add(message);
        }

        private void requireNothingFor(RecordingConsumer consumer) {
            Set<String> seen = new HashSet<>();
            alive.forEach((position, known) -> {
                if (!isReady(known) || !known.group.equals(NONE) && !seen.add(known.group)) return;
                assertThat(mayHave(consumer, position, known)).as("%s of group '%s' waits", position, known.group).isFalse();
            });
        }

        /** The first ready message of a group: whoever holds what goes first may have it, while nobody holds what comes after. */
        private boolean mayHave(RecordingConsumer consumer, long position, Known first) {
            if (first.group.equals(NONE)) return true;
            boolean isNext = alive.headMap(position).values().stream().filter(known -> known.group.equals(first.group))
                .allMatch(known -> known.holder == consumer);
            return isNext && alive.tailMap(position).values().stream().filter(known -> known.group.equals(first.group))
                .allMatch(known -> known.holder == null);
        }

        private boolean isReady(Known known) {
            return known.holder == null && known.dueAt <= now;
        }

        private boolean isServed(RecordingConsumer consumer) {
            return !features.singleActive || consumer == consumers.get(0);
        }

        private boolean hasRoom(RecordingConsumer consumer) {
            return consumer.deliveries.size() < prefetches.get(consumer);
        }

        private static BasicProperties properties(String group) {
            return BasicProperties.builder().headers(FieldTable.EMPTY.with("x-group-id", FieldValue.longString(group))).build();
        }
    }
}
