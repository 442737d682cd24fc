package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Message groups in numbers: each is served in its turn, and the time is proportional, else these tests would not end. */
@Timeout(120)
class ManyGroupsTest {

    private static final int GROUPS = 100_000;
    private static final int CONSUMERS = 8;
    private static final int PREFETCH = 10;

    private final TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true)));
    private final List<RecordingConsumer> consumers = new ArrayList<>();

    @Test
    void servesTheGroupThatHasWaitedLongest() {
        publishToEach();
        publishToEach();
        startConsumers(PREFETCH);
        for (int taken = 0; taken < 2 * GROUPS; taken++) {
            RecordingConsumer consumer = consumers.get(taken % CONSUMERS);
            QueuedMessage oldest = consumer.deliveries.remove(0);
            assertThat(Math.abs(oldest.position() - taken)).isLessThan(2 * CONSUMERS * PREFETCH);
            consumer.ref.written(1, 0);
            queue.settle(oldest, Settlement.ACK);
        }
        assertThat(consumers).allSatisfy(consumer -> assertThat(consumer.deliveries).isEmpty());
    }

    @Test
    void givesBackWhatAConsumerHeldOfAllGroups() {
        publishToEach();
        publishToEach();
        startConsumers(0);
        RecordingConsumer greedy = consumers.get(0);
        assertThat(greedy.deliveries).hasSize(HeadRoom.PLENTY.windowMessages);
        queue.endWithAllItHolds(greedy);
        consumers.remove(greedy);
        int taken = 0;
        while (taken < 2 * GROUPS) {
            for (RecordingConsumer consumer : consumers) {
                List<QueuedMessage> held = List.copyOf(consumer.deliveries);
                consumer.deliveries.clear();
                for (QueuedMessage message : held) queue.settle(message, Settlement.ACK);
                consumer.ref.written(held.size(), 0);
                taken += held.size();
            }
        }
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void forgetsThemAll() {
        GroupedMessages groups = new GroupedMessages("x-group-id");
        Queue<QueuedMessage> held = new ArrayDeque<>();
        for (int i = 0; i < GROUPS; i++) groups.addLast(message(i));
        for (QueuedMessage next = groups.pollFirst(); next != null; next = groups.pollFirst()) {
            groups.handedOut(next, null);
            held.add(next);
        }
        assertThat(groups.groupCount()).isEqualTo(GROUPS);
        held.forEach(groups::handedBack);
        assertThat(groups.groupCount()).isZero();
    }

    private void publishToEach() {
        for (int i = 0; i < GROUPS; i++) queue.publish("m", group(i));
    }

    private void startConsumers(int prefetch) {
        for (int i = 0; i < CONSUMERS; i++) {
            RecordingConsumer consumer = new RecordingConsumer();
            consumers.add(consumer);
            queue.consume(consumer.acking(prefetch), consumer);
        }
    }

    private static QueuedMessage message(int group) {
        return new QueuedMessage(group + 1, TestQueue.message("m", group(group)));
    }

    private static BasicProperties group(int number) {
        FieldTable headers = FieldTable.EMPTY.with("x-group-id", FieldValue.longString("g" + number));
        return BasicProperties.builder().headers(headers).build();
    }
}
