package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.loop.ManualLoop;
import org.junit.jupiter.api.Test;

class ArrivalTimesTest {

    private static final long HOUR = 3_600_000;

    private final ArrivalTimes times = new ArrivalTimes();

    @Test
    void isRightToTheTenthOfASecondForWhatCameNotLongAgo() {
        for (long position = 0; position < 20; position++) times.note(position, 1_000 + 50 * position);
        assertThat(times.timeOf(0)).isEqualTo(1_000);
        assertThat(times.timeOf(15)).isEqualTo(1_700);
        assertThat(times.timeOf(100)).isEqualTo(1_900);
    }

    @Test
    void isRightToAFewPartsInAHundredHoweverLongAgo() {
        long last = 24 * HOUR;
        for (long millis = 0; millis <= last; millis += 1_000) times.note(millis / 1_000, millis);
        for (long millis = 0; millis <= last; millis += HOUR) {
            assertThat(millis - times.timeOf(millis / 1_000)).isBetween(0L, last / 10);
        }
    }

    @Test
    void becomesExactAgainWhenTheOldHasGone() {
        for (long millis = 0; millis <= HOUR; millis += 1_000) times.note(millis / 1_000, millis);
        for (long second = 3_600; second < 3_800; second++) {
            times.forgetBefore(second);
            times.note(second + 1, 1_000 * (second + 1));
        }
        assertThat(times.timeOf(3_799)).isBetween(3_798_000L, 3_799_000L);
    }

    @Test
    void aQueueKnowsHowLongItsOldestMessageWaits() {
        TestQueue queue = TestQueue.plain();
        long first = queue.home.millis();
        queue.publish("a");
        queue.home.advance(5_000);
        queue.publish("b");
        assertThat(headSince(queue)).isEqualTo(first);
        QueuedMessage held = queue.get(false).orElseThrow().message();
        assertThat(headSince(queue)).isEqualTo(first + 5_000);
        queue.home.advance(1_000);
        queue.settle(held, Settlement.RETURN);
        assertThat(headSince(queue)).as("it came back to its place").isEqualTo(first);
        queue.drain();
        assertThat(headSince(queue)).isZero();
        queue.publish("c");
        assertThat(headSince(queue)).isEqualTo(first + 6_000);
    }

    @Test
    void theOldestOfAnyPriorityCounts() {
        TestQueue queue = TestQueue.with("x-max-priority", 5);
        long first = queue.home.millis();
        queue.publish("low");
        queue.home.advance(5_000);
        queue.publish("high", BasicProperties.builder().priority(5).build());
        assertThat(headSince(queue)).isEqualTo(first);
        assertThat(TestQueue.with(FieldTable.EMPTY).ref.stats().level(QueueLevel.HEAD_SINCE)).isZero();
    }

    @Test
    void whatWasHereBeforeTheBrokerWasStartedIsOlderThanItKnows() {
        ManualLoop home = new ManualLoop();
        PagingLog log = new PagingLog(home);
        TestOwner owner = new TestOwner();
        owner.storage = new QueueStorage(log.store(), new MessageMemory(100_000));
        TestQueue before = TestQueue.over(log, FieldTable.EMPTY, owner);
        before.publishPersistent("a");
        assertThat(headIsOlder(before)).isFalse();
        log = log.restarted();
        before.ref.delete();
        home.advance(5_000);
        TestQueue after = TestQueue.over(log, FieldTable.EMPTY, owner);
        after.publishPersistent("b");
        assertThat(headSince(after)).isEqualTo(home.millis());
        assertThat(headIsOlder(after)).isTrue();
        after.get(true).orElseThrow();
        assertThat(headIsOlder(after)).isFalse();
        after.drain();
        assertThat(headIsOlder(after)).isFalse();
    }

    private static boolean headIsOlder(TestQueue queue) {
        queue.home.runAll();
        return queue.ref.stats().level(QueueLevel.HEAD_IS_OLDER) == 1;
    }

    private static long headSince(TestQueue queue) {
        queue.home.runAll();
        return queue.ref.stats().level(QueueLevel.HEAD_SINCE);
    }
}
