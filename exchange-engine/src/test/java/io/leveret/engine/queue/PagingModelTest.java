package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random histories of a queue that has next to no memory and is started again now and then, against a simple model. */
class PagingModelTest {

    private enum Step {
        PUBLISH, PUBLISH_PERSISTENT, PUBLISH_MANY, PUBLISH_MANY_PERSISTENT, PUBLISH_MANY_MIXED, GET, GET_NO_ACK, GET_MANY,
        ACK_OLDEST, ACK_NEWEST, DISCARD_OLDEST, REQUEUE_OLDEST, REQUEUE_NEWEST, REQUEUE_ALL, PURGE, LET_TIME_PASS,
        SQUEEZE_A_LITTLE, SQUEEZE, RELAX, RESTART
    }

    @Property(tries = 300)
    void aQueueDoesWhatItsModelDoes(@ForAll("histories") List<Step> history) {
        Pair pair = new Pair(FieldTable.EMPTY, 0);
        history.forEach(pair::take);
        pair.drain();
    }

    @Property(tries = 200)
    void aPriorityQueueDoesWhatItsModelDoes(@ForAll("histories") List<Step> history) {
        Pair pair = new Pair(FieldTable.EMPTY.with("x-max-priority", FieldValue.longInt(3)), 3);
        history.forEach(pair::take);
        pair.drain();
    }

    @Property(tries = 200)
    void aQueueWithGroupsDoesWhatItsModelDoes(@ForAll("histories") List<Step> history) {
        Pair pair = new Pair(FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true)), 0);
        history.forEach(pair::take);
        pair.drain();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.of(Step.class).list().ofMaxSize(60);
    }

    private record Expected(long position, boolean persistent, int priority) {
        long group() {
            return position % 5;
        }
    }

    /** The queue and its model, taken through the same steps. */
    private static final class Pair {
        private static final Comparator<Expected> IN_ORDER =
            Comparator.comparingInt(Expected::priority).reversed().thenComparingLong(Expected::position);

        /** So many messages of groups that are not free may keep others from being looked at. */
        private static final int IN_GROUPS = 100;

        private final FieldTable arguments;
        private final boolean hasGroups;
        private final int maxPriority;
        private final ManualLoop home = new ManualLoop();
        private final TestOwner owner = new TestOwner();
        private final MessageMemory memory = new MessageMemory(100_000);
        private PagingLog log = new PagingLog(home);
        private TestQueue queue;
        private long elsewhere;

        private final TreeSet<Expected> ready = new TreeSet<>(IN_ORDER);
        private final TreeSet<Long> redelivered = new TreeSet<>();
        private final List<QueuedMessage> held = new ArrayList<>();
        private final List<Expected> heldExpected = new ArrayList<>();
        private long published;
        private long handedOutUpTo;
        private long restartedUpTo;

        Pair(FieldTable arguments, int maxPriority) {
            this.arguments = arguments;
            this.hasGroups = !arguments.isEmpty() && maxPriority == 0;
            this.maxPriority = maxPriority;
            owner.storage = new QueueStorage(log.store(), memory);
            queue = TestQueue.over(log, arguments, owner);
        }

        void take(Step step) {
            switch (step) {
                case PUBLISH -> publish(1, false);
                case PUBLISH_PERSISTENT -> publish(1, true);
                case PUBLISH_MANY -> publish(170, false);
                case PUBLISH_MANY_PERSISTENT -> publish(170, true);
                case PUBLISH_MANY_MIXED -> {
                    for (int i = 0; i < 170; i++) publish(1, i % 2 == 0);
                }
                case GET -> get(false);
                case GET_NO_ACK -> get(true);
                case GET_MANY -> {
                    for (int i = 0; i < 100; i++) get(i % 3 > 0);
                }
                case ACK_OLDEST -> settle(0, Settlement.ACK);
                case ACK_NEWEST -> settle(held.size() - 1, Settlement.ACK);
                case DISCARD_OLDEST -> settle(0, Settlement.DISCARD);
                case REQUEUE_OLDEST -> settle(0, Settlement.RETURN);
                case REQUEUE_NEWEST -> settle(held.size() - 1, Settlement.RETURN);
                case REQUEUE_ALL -> {
                    while (!held.isEmpty()) settle(0, Settlement.RETURN);
                }
                case PURGE -> purge();
                case LET_TIME_PASS -> home.advance(15);
                case SQUEEZE_A_LITTLE -> squeeze(40_000);
                case SQUEEZE -> squeeze(100_000);
                case RELAX -> squeeze(0);
                case RESTART -> restart();
            }
            QueueStatus status = queue.status();
            assertThat(status.messages()).isEqualTo(ready.size());
            assertThat(log.positions()).containsAll(ready.stream().filter(Expected::persistent).map(Expected::position).toList());
        }

        void drain() {
            while (hasGroups && !held.isEmpty()) settle(0, Settlement.RETURN);
            while (!ready.isEmpty()) get(true);
            get(true);
            while (!held.isEmpty()) settle(0, Settlement.ACK);
            assertThat(log.positions()).isEmpty();
            squeeze(0);
            assertThat(memory.used()).isZero();
        }

        private void publish(int count, boolean persistent) {
            for (int i = 0; i < count; i++) {
                int priority = (int) (published % (maxPriority + 1));
                BasicProperties.Builder properties = BasicProperties.builder().priority(priority)
                    .headers(FieldTable.EMPTY.with("x-group-id", FieldValue.longInt((published + 1) % 5)));
                if (persistent) properties.persistent();
                queue.publish(new Message("", "q", properties.build(), Body.of(new byte[priority])));
                ready.add(new Expected(++published, persistent, priority));
            }
        }

        private void get(boolean noAck) {
            Expected expected = ready.stream().filter(this::isFree).findFirst().orElse(null);
            Optional<Got> got = queue.get(noAck);
            if (got.isEmpty() && expected != null && ready.headSet(expected).size() > IN_GROUPS) return;
            if (expected != null) ready.remove(expected);
            assertThat(got.map(answer -> answer.message().position()))
                .isEqualTo(Optional.ofNullable(expected).map(Expected::position));
            if (expected == null) return;
            boolean again = redelivered.contains(expected.position()) || expected.position() <= restartedUpTo;
            assertThat(got.get().message().isRedelivered()).isEqualTo(again);
            if (noAck) return;
            if (published % 3 > 0) got.get().written();
            held.add(got.get().message());
            heldExpected.add(expected);
            if (expected.persistent()) handedOutUpTo = Math.max(handedOutUpTo, expected.position());
        }

        private boolean isFree(Expected message) {
            return !hasGroups || heldExpected.stream().noneMatch(held -> held.group() == message.group());
        }

        private void settle(int index, Settlement settlement) {
            if (held.isEmpty()) return;
            Expected expected = heldExpected.remove(index);
            queue.settle(held.remove(index), settlement);
            if (settlement != Settlement.RETURN) return;
            ready.add(expected);
            redelivered.add(expected.position());
        }

        private void purge() {
            TestQueue.Reply<Long> reply = new TestQueue.Reply<>();
            queue.ref.purge(reply);
            home.runAll();
            assertThat(reply.get()).isEqualTo(ready.size());
            ready.clear();
        }

        private void squeeze(long bytes) {
            memory.add(bytes - elsewhere);
            elsewhere = bytes;
            home.runAll();
        }

        private void restart() {
            home.runAll();
            log = log.restarted();
            queue.ref.delete(); // so that it counts no more; its log is another one
            home.runAll();
            queue = TestQueue.over(log, arguments, owner);
            ready.addAll(heldExpected);
            held.clear();
            heldExpected.clear();
            ready.removeIf(expected -> !expected.persistent());
            restartedUpTo = handedOutUpTo;
            redelivered.clear();
            published = log.recovered().nextPosition() - 1; // positions of messages that nobody wrote down are free again
        }
    }
}
