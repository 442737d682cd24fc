package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.Recovered;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class JournalStoreTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryFiles files = new MemoryFiles(1);
    private final List<String> told = new ArrayList<>();

    @Test
    void whatWasDurableIsThereAfterAPowerLoss() throws IOException {
        TestStore first = TestStore.open(files);
        QueueLog log = first.log(7);
        log.append(1, message("a"), NEVER);
        log.append(2, message("bb"), NEVER);
        log.whenDurable(() -> told.add("durable"));
        log.append(4, message("ccc"), 99_000);
        log.remove(2);
        first.settle();

        assertThat(told).containsExactly("durable");
        JournaledQueueLog again = TestStore.open(files.afterPowerLoss()).log(7);
        assertThat(contents(again)).containsExactly("1 1", "4 3");
        assertThat(again.recovered().nextPosition()).isEqualTo(5);
        assertThat(again.recovered().handedOutUpTo()).isZero();
    }

    @Test
    void aNewQueueHasNothing() throws IOException {
        JournaledQueueLog log = TestStore.open(files).log(1);
        assertThat(contents(log)).isEmpty();
        assertThat(log.recovered().nextPosition()).isEqualTo(1);
    }

    @Test
    void durableMeansThatTheDiskHasIt() throws IOException {
        TestStore store = TestStore.open(files);
        QueueLog log = store.log(1);
        log.whenDurable(() -> told.add("nothing to wait for"));
        assertThat(told).containsExactly("nothing to wait for");
        log.append(1, message("a"), NEVER);
        log.whenDurable(() -> told.add("a"));
        store.runLoops();
        assertThat(told).doesNotContain("a");
        store.journal.run();
        assertThat(told).doesNotContain("a");
        store.runLoops();
        assertThat(told).contains("a");
    }

    @Test
    void aLoopsTurnsAreHandedOverTogether() throws IOException {
        TestStore store = TestStore.open(files);
        QueueLog one = store.log(1);
        QueueLog other = store.log(2);
        one.append(1, message("a"), NEVER);
        other.append(1, message("b"), NEVER);
        other.remove(1);
        assertThat(store.here.waiting()).isEqualTo(1);
    }

    @Test
    void keepsAllOfAMessage() throws IOException {
        FieldTable headers = FieldTable.EMPTY.with("CC", FieldValue.array(List.of(FieldValue.longString("cc"))))
            .with("BCC", FieldValue.array(List.of(FieldValue.longString("bcc"))));
        BasicProperties properties = BasicProperties.builder().persistent().priority(5).headers(headers).build();
        Message message = new Message("ex", "key", properties, Body.of(new byte[69_888])).withoutBlindCopies();
        TestStore first = TestStore.open(files);
        QueueLog log = first.log(7);
        log.append(1, message, NEVER);
        log.appendDelayed(2, message, 123_456);
        log.handedOut(1);
        log.returned(1, 2, 3);
        first.settle();

        TestStore second = TestStore.open(files.afterPowerLoss());
        JournaledQueueLog again = second.log(7);
        assertThat(contents(again)).containsExactly("1 69888 priority 5 returned 2 3", "2 69888 priority 5 due 123456");
        assertThat(again.recovered().handedOutUpTo()).isEqualTo(1);
        Message read = read(second, again, 1).get(0).message();
        assertThat(read.body()).isEqualTo(message.body());
        assertThat(read.properties()).isEqualTo(message.properties());
        assertThat(read.openKeys()).containsExactly("cc");
        assertThat(read.blindKeys()).containsExactly("bcc");
        assertThat(read.isDeadLetter()).isFalse();
    }

    @Test
    void keepsUntilWhenAMessageThatCameBackWaits() throws IOException {
        TestStore first = TestStore.open(files);
        QueueLog log = first.log(7);
        log.append(1, message("a"), NEVER);
        log.returned(1, 1, 0);
        log.postponed(1, 5000);
        first.settle();
        String waiting = "1 1 due 5000 returned 1 0";
        TestStore second = TestStore.open(files.afterPowerLoss());
        assertThat(contents(second.log(7))).as("from the journal").containsExactly(waiting);
        first.checkpoint();
        TestStore third = TestStore.open(files.afterPowerLoss());
        JournaledQueueLog again = third.log(7);
        assertThat(contents(again)).as("from a checkpoint").containsExactly(waiting);
        List<Long> postponed = new ArrayList<>();
        again.recovered().visit(new Recovered.Visitor() {
            @Override
            public void message(long position, long size, int priority, long dueAt) {
                throw new AssertionError("message " + position + " does not wait");
            }

            @Override
            public void postponed(long position, long size, int priority, long dueAt) {
                postponed.add(dueAt);
            }
        });
        assertThat(postponed).containsExactly(5000L);
    }

    @Test
    void whatTakesAMessageOnIsCompleteBehindWhatBroughtIt() throws IOException {
        TestStore first = TestStore.open(files);
        first.log(1).append(1, message("letter"), NEVER);
        QueueLog between = first.logThere(2);
        part(between, begin(first), () -> between.append(1, message("letter"), NEVER));
        takeOn(first, between, first.log(3));
        first.settle();
        assertThat(told).isEmpty();
        TestStore without = TestStore.open(files.afterKill());
        assertThat(contents(without.log(1))).containsExactly("1 6");
        assertThat(contents(without.log(2))).isEmpty();
        assertThat(contents(without.log(3))).isEmpty();
    }

    @Test
    void whatWaitedToBeCompleteIsSoWithTheLastPartOfWhatItWaitedFor() throws IOException {
        TestStore first = TestStore.open(files);
        QueueLog start = first.log(1);
        start.append(1, message("letter"), NEVER);
        QueueLog between = first.logThere(2);
        StoreTransaction bringing = begin(first);
        part(between, bringing, () -> between.append(1, message("letter"), NEVER));
        takeOn(first, between, first.log(3));
        first.settle();
        part(start, bringing, () -> start.remove(1));
        first.settle();
        assertThat(told).containsExactly("durable");
        TestStore second = TestStore.open(files.afterPowerLoss());
        assertThat(contents(second.log(1))).isEmpty();
        assertThat(contents(second.log(2))).isEmpty();
        assertThat(contents(second.log(3))).containsExactly("1 6");
    }

    private void takeOn(TestStore store, QueueLog from, QueueLog to) {
        StoreTransaction taking = begin(store);
        part(from, taking, () -> from.remove(1));
        part(to, taking, () -> to.append(1, message("letter"), NEVER));
        to.whenDurable(() -> told.add("durable"));
    }

    private static StoreTransaction begin(TestStore store) {
        StoreTransaction transaction = store.store.begin();
        transaction.expect(2);
        return transaction;
    }

    private static void part(QueueLog log, StoreTransaction transaction, Runnable changes) {
        log.enter(transaction);
        changes.run();
        log.leave(transaction);
    }

    @Test
    void removesAllButAFew() throws IOException {
        TestStore first = TestStore.open(files);
        QueueLog log = first.log(1);
        for (int i = 1; i <= 100; i++) log.append(i, message("x"), NEVER);
        first.settle();
        log.removeBefore(90, new long[] {3, 4, 50, 95});
        first.settle();
        assertThat(positions(contents(TestStore.open(files.afterPowerLoss()).log(1))))
            .containsExactly(3L, 4L, 50L, 90L, 91L, 92L, 93L, 94L, 95L, 96L, 97L, 98L, 99L, 100L);
    }

    @Test
    void aDeletedQueueLeavesNothing() throws IOException {
        TestStore first = TestStore.open(files);
        QueueLog log = first.log(1);
        log.append(1, message("a"), NEVER);
        first.settle();
        log.append(2, message("b"), NEVER);
        log.delete();
        first.settle();
        assertThat(first.journal.journal.segments()).allMatch(segment -> segment.live() == 0);
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(1))).isEmpty();
    }

    @Test
    void whatBelongsToNoQueueIsForgotten() throws IOException {
        TestStore first = TestStore.open(files);
        first.log(1).append(1, message("a"), NEVER);
        first.log(2).append(1, message("b"), NEVER);
        first.settle();
        MemoryFiles later = files.afterPowerLoss();
        TestStore second = TestStore.open(later);
        JournaledQueueLog log = second.log(2);
        second.store.restored();
        assertThat(second.journal.journal.segments()).first().extracting(Segment::live).isEqualTo(1L);
        assertThat(contents(log)).containsExactly("1 1");
        QueueLog namesake = second.log(1);
        namesake.append(1, message("ccc"), NEVER);
        second.settle();
        assertThat(contents(TestStore.open(later.afterPowerLoss()).log(1))).containsExactly("1 3");
    }

    @Test
    void whatBelongsToNoQueueIsKeptWhenSalvaging() throws IOException {
        TestStore first = TestStore.open(files);
        first.log(1).append(1, message("a"), NEVER);
        first.log(5).append(1, message("b"), NEVER);
        first.settle();
        MemoryFiles later = files.afterPowerLoss();
        TestStore second = TestStore.salvage(later);
        assertThat(second.store.highestQueueId()).isEqualTo(5);
        assertThat(second.store.unclaimedMessages()).isEqualTo(2);
        second.store.restored();
        for (int i = 0; i < 3; i++) second.passSeconds(40).checkpoint();
        second.store.close();
        TestStore third = TestStore.open(later.afterPowerLoss());
        assertThat(contents(third.log(1))).containsExactly("1 1");
        assertThat(contents(third.log(5))).containsExactly("1 1");
    }

    @Test
    void countsWhatKeepsASegment() throws IOException {
        TestStore first = TestStore.open(files);
        QueueLog log = first.log(1);
        for (int i = 1; i <= 4; i++) log.append(i, message("x"), NEVER);
        log.remove(1);
        first.settle();
        Segment segment = first.journal.journal.segments().iterator().next();
        assertThat(segment.live()).isEqualTo(3);
        log.remove(2);
        log.remove(3);
        first.settle();
        assertThat(segment.live()).isEqualTo(1);
        TestStore second = TestStore.open(files.afterPowerLoss());
        assertThat(second.journal.journal.segments()).first().extracting(Segment::live).isEqualTo(1L);
    }

    @Test
    void tellsWhatCanBeReadBack() throws IOException {
        TestStore store = TestStore.open(files);
        QueueLog log = store.log(1);
        log.append(1, message("a"), NEVER);
        log.append(5, message("b"), NEVER);
        assertThat(log.isReadable(1)).isFalse();
        store.settle();
        assertThat(log.isReadable(1)).isTrue();
        assertThat(log.isReadable(5)).isTrue();
        log.append(6, message("c"), NEVER);
        assertThat(log.isReadable(5)).isTrue();
        assertThat(log.isReadable(6)).isFalse();
    }

    @Test
    void whatIsNotPersistentLeavesTheHeapBesideWhatIs() throws IOException {
        TestStore store = TestStore.open(files);
        QueueLog log = store.log(1);
        log.append(2, message("b"), NEVER);
        store.settle();
        log.pageOut(1, message("a"), NEVER);
        assertThat(log.isReadable(1)).as("while it is on its way").isFalse();
        assertThat(log.isReadable(2)).isTrue();
        store.settle();
        assertThat(log.isReadable(1)).isTrue();
        log.pageOut(3, message("c"), NEVER);
        store.settle();
        assertThat(log.isReadable(3)).isTrue();
        assertThat(read(store, log, 1, 2, 3)).extracting(back -> new String(back.message().body().toByteArray()))
                .containsExactly("a", "b", "c");
        log.remove(3);
        log.removeBefore(4, new long[0]);
        store.settle();
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(1))).isEmpty();
    }

    @Test
    void whatIsNotPersistentIsGoneAfterARestart() throws IOException {
        TestStore store = TestStore.open(files);
        QueueLog log = store.log(1);
        log.pageOut(1, message("a"), NEVER);
        log.append(2, message("b"), NEVER);
        store.settle();
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(1))).containsExactly("2 1");
    }

    private List<ReadBack> read(TestStore store, QueueLog log, long... positions) {
        List<ReadBack> answer = new ArrayList<>();
        log.read(positions, 1 << 20, answer::addAll);
        Awaitility.await().until(() -> {
            store.runLoops();
            return !answer.isEmpty();
        });
        return answer;
    }

    private static List<Long> positions(List<String> lines) {
        return lines.stream().map(line -> Long.valueOf(line.split(" ")[0])).toList();
    }
}
