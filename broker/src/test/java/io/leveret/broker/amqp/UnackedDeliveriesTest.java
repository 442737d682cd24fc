package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.broker.amqp.UnackedDeliveries.Delivery;
import io.leveret.codec.error.AmqpException;
import io.leveret.engine.queue.QueuedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnackedDeliveriesTest {

    private final TestQueue queue = new TestQueue();
    private final QueuedMessage message = queue.delivery();
    private final UnackedDeliveries unacked = new UnackedDeliveries();
    private final List<Long> taken = new ArrayList<>();

    @Test
    void takesOneByItsTag() {
        add(1, 2, 3);
        take(2, false);
        assertThat(taken).containsExactly(2L);
        assertThat(unacked.size()).isEqualTo(2);
    }

    @Test
    void takesAllUpToATagInOrder() {
        add(1, 2, 3, 4);
        take(3, true);
        assertThat(taken).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesAllForTagZeroWithMultiple() {
        add(3, 7, 9);
        take(0, true);
        assertThat(taken).containsExactly(3L, 7L, 9L);
        take(0, true);
        assertThat(taken).hasSize(3);
    }

    @Test
    void findsTagsBetweenGaps() {
        add(3, 7, 9, 40);
        take(9, false);
        take(40, false);
        assertThat(taken).containsExactly(9L, 40L);
    }

    @Test
    void refusesTagsThatAreNotOutstanding() {
        assertUnknown(1, false);
        add(1, 2, 5);
        assertUnknown(0, false);
        assertUnknown(3, true);
        assertUnknown(6, true);
        assertUnknown(-1, false);
        take(2, false);
        assertUnknown(2, false);
        assertUnknown(2, true);
        assertThat(taken).containsExactly(2L);
    }

    @Test
    void keepsOneOldTagThroughMillionsOfYoungerOnes() {
        add(1);
        for (long tag = 2; tag < 1_000_000; tag++) {
            add(tag);
            if (tag % 7 == 0) take(tag, false);
            else unacked.take(tag, false, (t, q, m) -> { });
        }
        assertThat(unacked.size()).isEqualTo(1);
        assertThat(unacked.slots()).isLessThan(100);
        taken.clear();
        take(1, false);
        assertThat(taken).containsExactly(1L);
    }

    @Test
    void putsBackWhatARolledBackTransactionHadTaken() {
        add(1, 2, 3, 4, 5);
        take(4, false);
        take(2, true);
        putBack(4, 1, 2);
        taken.clear();
        take(0, true);
        assertThat(taken).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    @Timeout(10)
    void putsBackManyInNoTimeInWhateverOrder() {
        int many = 300_000;
        for (long tag = 1; tag <= 2 * many; tag++) add(tag);
        for (long tag = many; tag > 0; tag--) unacked.take(tag, false, (t, q, m) -> { });
        putBack(LongStream.rangeClosed(1, many).map(tag -> many + 1 - tag).toArray());
        assertThat(unacked.size()).isEqualTo(2 * many);
        take(0, true);
        assertThat(taken).hasSize(2 * many).isSorted();
    }

    @Test
    @Timeout(10)
    void putsBackOneOfManyAgainAndAgainInNoTime() {
        for (long tag = 1; tag <= 100_000; tag++) add(tag);
        for (int i = 0; i < 100_000; i++) {
            long tag = i % 2 == 0 ? 1 : 50_000;
            unacked.take(tag, false, (t, q, m) -> { });
            putBack(tag);
        }
        assertThat(unacked.size()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void putsBackWhateverWasTaken(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            UnackedDeliveries some = new UnackedDeliveries();
            int all = 1 + random.nextInt(200);
            for (long tag = 1; tag <= all; tag++) some.add(tag, queue.ref(), message);
            List<Delivery> gone = new ArrayList<>();
            for (int i = random.nextInt(2 * all); i > 0; i--) {
                try {
                    some.take(1 + random.nextInt(all), random.nextInt(20) == 0, (t, q, m) -> gone.add(new Delivery(t, q, m)));
                } catch (AmqpException taken) {
                    // one that is taken stays so
                }
            }
            Collections.shuffle(gone, random);
            some.putBack(gone);
            List<Long> tags = new ArrayList<>();
            some.takeAll((t, q, m) -> tags.add(t));
            assertThat(tags).hasSize(all).isSorted();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void behavesLikeASortedMap(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, QueuedMessage> model = new TreeMap<>();
        long latest = 0;
        for (int step = 0; step < 20_000; step++) {
            int choice = random.nextInt(100);
            if (choice < 55) {
                latest += random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 1;
                add(latest);
                model.put(latest, message);
            } else if (choice < 96 || model.isEmpty()) {
                takeLikeTheModel(model, random.nextLong(latest + 2), choice % 8 == 0);
            } else if (choice < 99) {
                takeLikeTheModel(model, model.firstKey(), false);
            } else {
                takeLikeTheModel(model, 0, true);
            }
            assertThat(unacked.size()).isEqualTo(model.size());
        }
    }

    private void takeLikeTheModel(TreeMap<Long, QueuedMessage> model, long tag, boolean multiple) {
        boolean all = multiple && tag == 0;
        if (!all && !model.containsKey(tag)) {
            assertUnknown(tag, multiple);
            return;
        }
        Map<Long, QueuedMessage> expected =
                all ? model : multiple ? model.headMap(tag, true) : model.subMap(tag, true, tag, true);
        taken.clear();
        take(tag, multiple);
        assertThat(taken).containsExactlyElementsOf(expected.keySet());
        expected.clear();
    }

    private void add(long... tags) {
        for (long tag : tags) unacked.add(tag, queue.ref(), message);
    }

    private void putBack(long... tags) {
        unacked.putBack(LongStream.of(tags).mapToObj(tag -> new Delivery(tag, queue.ref(), message)).toList());
    }

    private void take(long tag, boolean multiple) {
        unacked.take(tag, multiple, (taken, from, message) -> this.taken.add(taken));
    }

    private void assertUnknown(long tag, boolean multiple) {
        assertThatThrownBy(() -> take(tag, multiple)).isInstanceOf(AmqpException.class)
                .hasToString("PRECONDITION_FAILED - unknown delivery tag " + Long.toUnsignedString(tag));
    }
}
