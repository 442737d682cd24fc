package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.change;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static io.leveret.persistence.journal.TestJournal.refer;
import static io.leveret.persistence.journal.TestJournal.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryFiles files = new MemoryFiles(1);
    private final List<String> told = new ArrayList<>();
    private final JournalProducer.Listener listener = new JournalProducer.Listener() {
        @Override
        public void written(long from, long to, long lsn) {
            told.add("written " + from + "-" + to);
        }

        @Override
        public void stored(long position) {
            told.add("stored " + position);
        }
    };

    @Test
    void aListenerThatFailsHearsOfTheRest() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
                listener.written(from, to, lsn);
                if (from == 0) throw new IllegalStateException("a fault in a queue");
            }

            @Override
            public void stored(long position) {
                listener.stored(position);
            }
        });
        long end = 0;
        for (int i = 0; i < 2; i++) {
            publish(producer, 7, i, message("a"));
            producer.flush();
            end = producer.position();
        }
        test.run();
        assertThat(told).containsExactly("written 0-" + end / 2, "written " + end / 2 + "-" + end, "stored " + end);
    }

    @Test
    void readsBackWhatWasAppended() throws IOException {
        TestJournal first = TestJournal.open(files);
        JournalProducer producer = first.producer();
        publish(producer, 7, 0, message("a"));
        producer.publish(7, 1, 3, 12345, 6789, message("b").message());
        producer.handedOut(7, 0);
        producer.handedOut(7, 1);
        producer.returned(7, 0, 2, 3);
        producer.queueGone(8);
        producer.raft(1, 2, 3, "entry".getBytes());
        producer.settle(7, 0, 1);
        producer.settle(7, 1, 1);
        producer.flush();
        first.run();

        assertThat(replay().lines).containsExactly("publish 7/0 a", "publish 7/1 expires 12345 due 6789 b", "return 7/0 2 3",
                "gone 8", "raft 1 2 3 entry", "settle 7/0+2", "hand out 7/1");
    }

    @Test
    void goesOnInANewSegmentAfterEachStart() throws IOException {
        for (int i = 0; i < 5; i++) {
            TestJournal journal = TestJournal.open(files);
            JournalProducer producer = journal.producer();
            publish(producer, 1, i, message("m" + i));
            producer.flush();
            journal.run();
        }
        assertThat(replay().lines).containsExactly("publish 1/0 m0", "publish 1/1 m1", "publish 1/2 m2", "publish 1/3 m3", "publish 1/4 m4");
    }

    @Test
    void tellsAProducerOncePerGroupUpToWhereAllIsStored() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(listener);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        long between = producer.position();
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.run();
        assertThat(told).containsExactly("written 0-" + between, "written " + between + "-" + producer.position(),
                "stored " + producer.position());
        assertThat(producer.storedTo()).isEqualTo(producer.position());
    }

    @Test
    void fillsSegmentAfterSegment() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        for (int i = 0; i < 200; i++) {
            publish(producer, 1, i, message(body(i, 2000)));
            producer.flush();
            test.run();
        }
        assertThat(test.journal.segments()).hasSizeGreaterThan(6);
        assertThat(replay().lines).hasSize(200).isEqualTo(IntStream.range(0, 200)
                .mapToObj(i -> "publish 1/" + i + " " + new String(body(i, 2000))).collect(Collectors.toList()));
    }

    @Test
    void settlingRidesWithTheNextGroupOrGoesAfterAWhile() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(listener);
        producer.settle(1, 0, 1);
        producer.flush();
        test.run();
        assertThat(told).isEmpty();
        test.pass(60);
        assertThat(told).hasSize(2);
        producer.settle(1, 1, 1);
        publish(producer, 2, 0, message("a"));
        producer.flush();
        test.run();
        assertThat(replay().lines).containsExactly("settle 1/0+1", "publish 2/0 a", "settle 1/1+1");
    }

    @Test
    void aBodyForManyQueuesIsWrittenOnce() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer publisher = test.producer();
        JournalProducer other = test.producer();
        Place body = share(publisher, message("shared"));
        assertThat(body.isHandedOver()).isFalse();
        publisher.flush();
        assertThat(body.isHandedOver()).isTrue();
        refer(other, body, 1, 0);
        other.beginRefer(2, 0, 2, 4, 0);
        other.refer(body, 6);
        other.refer(body, 6);
        other.endRefer();
        other.flush();
        test.run();

        assertThat(replay().lines).containsExactly("publish shared", "refer 1/0", "refer 2/0 priority 4", "refer 2/1 priority 4");
        assertThat(test.journal.reader().message(body.lsn())).isEqualTo(message("shared"));
        assertThat(test.journal.segments()).singleElement().extracting(Segment::live).isEqualTo(3L);
    }

    @Test
    void readsMessagesOfAnySizeByTheirPlace() throws IOException {
        TestJournal test = TestJournal.open(files);
        for (int size : new int[] {0, 1, 5000, 16 * 1024, 16 * 1024 + 1, 40_000, 200_000}) {
            byte[] bytes = body(size, size);
            List<byte[]> pieces = new ArrayList<>();
            for (int at = 0; at < size; at += 3000) pieces.add(Arrays.copyOfRange(bytes, at, Math.min(size, at + 3000)));
            for (Body body : List.of(Body.of(bytes), Body.of(pieces))) {
                StoredMessage message = new StoredMessage(5, "e", "schlüssel\udc80", List.of("cc", "ü"), List.of("bcc"), true,
                        BasicProperties.builder().persistent().messageId("id").build(), body);
                Place place = new Place();
                List<long[]> written = new ArrayList<>();
                JournalProducer producer = test.producer(new JournalProducer.Listener() {
                    @Override
                    public void written(long from, long to, long lsn) {
                        written.add(new long[] {from, to, lsn});
                    }

                    @Override
                    public void stored(long position) {
                    }
                });
                publish(producer, 1, 0, message("before"));
                place = share(producer, message);
                producer.flush();
                test.run();
                assertThat(test.journal.reader().message(place.lsn())).isEqualTo(message);
                assertThat(written).isNotEmpty();
            }
        }
        assertThat(test.failures).isEmpty();
    }

    @Test
    void aTransactionIsReadWhole() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Settle(1, 4, 2));
        for (int i = 0; i < 30; i++) changes.add(change(2, i, message(body(i, 1000))));
        changes.add(change(3, 0, message(body(3, 20_000))));
        test.transaction(producer, changes);
        producer.flush();
        test.run();
        Recorded recorded = replay();
        assertThat(recorded.lines).hasSize(33);
        assertThat(recorded.lines.get(0)).as("the body of the large one").startsWith("publish ");
        assertThat(recorded.lines.subList(1, 3)).containsExactly("settle 1/4+2", "publish 2/0 " + new String(body(0, 1000)));
        assertThat(recorded.lines.get(32)).isEqualTo("refer 3/0");
        assertThat(test.journal.reader().message(recorded.lsns.get(4))).isEqualTo(message(body(3, 1000)));
    }

    @Test
    void aTransactionWithoutItsLastPartNeverHappened() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 30; i++) changes.add(change(2, i, message(body(i, 1000))));
        long before = test.journal.replayStart();
        test.transaction(producer, changes);
        test.run();
        assertThat(replay().lines).isEmpty();
        assertThat(test.journal.durableLsn()).isGreaterThan(before);
        assertThat(Lsn.offset(test.journal.replayStart())).isEqualTo(SegmentHeader.SIZE + GroupHeader.SIZE);

        long from = test.journal.replayStart();
        producer.flush();
        test.run();
        assertThat(test.journal.replayStart()).isEqualTo(test.journal.durableLsn());
        Recorded rest = new Recorded();
        TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(rest).from(from));
        assertThat(rest.lines).hasSize(30);
    }

    @Test
    void readsFromWhereItIsTold() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        List<Long> ends = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            publish(producer, 1, i, message(body(i, 2000)));
            producer.flush();
            test.run();
            ends.add(test.journal.durableLsn());
        }
        for (int i = 0; i < 100; i += 7) {
            Recorded rest = new Recorded();
            TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(rest).from(ends.get(i)));
            assertThat(rest.lines).as("from message %d on", i + 1).hasSize(99 - i);
        }
    }

    @Test
    void tellsHowFarItHasRead() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        producer.queueGone(1);
        producer.flush();
        test.run();
        ReplayRequest request = new ReplayRequest(Lsn.START, false, new Recorded(), (bytes, of) -> told.add(bytes + " of " + of));
        ReplayReport report = TestJournal.open(files, SMALL, request).journal.replayed();
        assertThat(told).containsExactly(TestJournal.SEGMENT + " of " + TestJournal.SEGMENT);
        assertThat(report).isEqualTo(new ReplayReport(test.journal.durableLsn(), false, 1, 1, 2, List.of()));
    }

    @Test
    void readingStartsBeforeWhatNoLoopHasHeardOf() throws IOException {
        TestJournal test = TestJournal.open(files);
        List<Long> starts = new ArrayList<>();
        JournalProducer producer = test.producer(new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
                starts.add(lsn - test.journal.replayStart());
            }

            @Override
            public void stored(long position) {
            }
        });
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.run();
        assertThat(starts).hasSize(2).allMatch(distance -> distance > 0);
        assertThat(test.journal.replayStart()).isEqualTo(test.journal.durableLsn());
    }

    @Test
    void underGroupNothingIsStoredBeforeItIsForced() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(listener);
        test.run();
        files.failForce(true);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        assertThat(told).isEmpty();
        assertThat(test.failures).hasSize(1);
        files.failForce(false);
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.pass(100);
        assertThat(told).as("a force is never tried again").isEmpty();
        assertThat(test.failures).hasSize(1);
    }

    @Test
    void underOsItIsStoredWhenWritten() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.OS), ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer(listener);
        test.run();
        files.failForce(true);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.pass(100);
        assertThat(told).hasSize(2);
        assertThat(test.failures).isEmpty();
        assertThat(test.journal.durableLsn()).isEqualTo(Lsn.START);
        files.failForce(false);
        test.journal.sync(SyncPolicy.GROUP);
        test.run();
        assertThat(test.journal.durableLsn()).as("forced when the policy changes").isNotEqualTo(Lsn.START);
    }

    @Test
    void underIntervalItIsForcedFromTimeToTime() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.interval(Duration.ofMillis(20))),
                ReplayRequest.everything(new Recorded()));
        test.pass(1);
        JournalProducer producer = test.producer(listener);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        assertThat(told).hasSize(2);
        assertThat(test.journal.durableLsn()).isEqualTo(Lsn.START);
        test.pass(20);
        assertThat(test.journal.durableLsn()).isNotEqualTo(Lsn.START);
    }

    @Test
    void aGroupMayWaitForCompany() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.parse("group:2000")), ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer(listener);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.pass(1);
        assertThat(told).isEmpty();
        test.pass(1);
        assertThat(told).hasSize(3);
    }

    @Test
    void anIdleJournalVouchesForItsLastGroupOnce() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        publish(producer, 1, 0, message("a"));
        producer.flush();
        long before = test.run().journal.durableLsn();
        long after = test.pass(60).journal.durableLsn();
        assertThat(after).isEqualTo(before + GroupHeader.SIZE);
        assertThat(test.pass(1000).journal.durableLsn()).isEqualTo(after);
    }

    @Test
    void aFailedWriteIsDoneOnceMoreInAnotherSegment() throws IOException {
        for (MemoryFiles.Fault fault : List.of(MemoryFiles.Fault.ERROR, MemoryFiles.Fault.TORN)) {
            TestJournal test = TestJournal.open(files);
            JournalProducer producer = test.producer(listener);
            publish(producer, 1, 0, message("a"));
            producer.flush();
            test.run();
            told.clear();
            int segments = test.journal.segments().size();
            publish(producer, 1, 1, message("b"));
            producer.flush();
            files.failNext(fault);
            test.run();
            assertThat(told).hasSize(2);
            assertThat(test.journal.segments()).hasSize(segments + 1);
            assertThat(test.failures).isEmpty();
        }
        assertThat(replay().lines).containsExactly("publish 1/0 a", "publish 1/1 b", "publish 1/0 a", "publish 1/1 b");
    }

    @Test
    void aPlaceIsKnownOnceItIsWrittenThere() throws IOException {
        TestJournal test = TestJournal.open(files);
        publish(test.producer(), 1, 0, message("before"));
        test.run();
        JournalProducer producer = test.producer();
        Place body = share(producer, message("shared"));
        producer.flush();
        refer(producer, body, 1, 1);
        producer.flush();
        files.failNext(MemoryFiles.Fault.TORN);
        test.journal.writer().turn();
        assertThat(body.isHandedOver()).isTrue();
        assertThat(body.isKnown()).as("after a write that failed").isFalse();
        test.run();
        assertThat(test.journal.reader().message(body.lsn())).isEqualTo(message("shared"));
    }

    @Test
    void aFullDiskShowsWhereSegmentsAreMadeAndIsGotOver() throws IOException {
        files.limitTo(3 * TestJournal.SEGMENT);
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(listener);
        for (int i = 0; i < 300; i++) publish(producer, 1, i, message(body(i, 1000)));
        producer.flush();
        test.run();
        assertThat(test.alarms).containsExactly("full");
        assertThat(test.failures).isEmpty();
        assertThat(producer.storedTo()).isLessThan(producer.position());
        files.limitTo(Long.MAX_VALUE);
        test.run().run();
        assertThat(test.alarms).containsExactly("full", "available");
        assertThat(producer.storedTo()).isEqualTo(producer.position());
    }

    @Test
    void chunksCountAsAWholeHoweverLittleIsInThem() throws IOException {
        TestJournal test = TestJournal.open(files, new JournalSettings(TestJournal.SEGMENT, 4096, 10_000, SyncPolicy.GROUP),
                ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer();
        for (int i = 0; i < 3; i++) {
            publish(producer, 1, i, message("small"));
            producer.flush();
        }
        assertThat(test.journal.isBusy()).isTrue();
        test.run();
        assertThat(test.journal.isBusy()).isFalse();
    }

    @Test
    void isBusyWhileTooMuchIsInFlight() throws IOException {
        TestJournal test = TestJournal.open(files, new JournalSettings(TestJournal.SEGMENT, 4096, 10_000, SyncPolicy.GROUP),
                ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer();
        for (int i = 0; i < 9; i++) publish(producer, 1, i, message(body(i, 1500)));
        producer.flush();
        test.journal.whenDrained(() -> told.add("drained"));
        assertThat(test.journal.isBusy()).isTrue();
        assertThat(told).isEmpty();
        test.run();
        assertThat(test.journal.isBusy()).isFalse();
        assertThat(told).containsExactly("drained");
    }

    @Test
    void releasedSegmentsAreUsedAgainAndWhatTheyHeldIsNeverSeen() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        long from = Lsn.START;
        for (int i = 0; i < 600; i++) {
            publish(producer, 1, i, message(body(i, 2000)));
            producer.flush();
            test.run();
            if (i % 100 == 99) {
                from = test.journal.replayStart();
                List<Segment> segments = new ArrayList<>(test.journal.segments());
                for (Segment segment : segments.subList(0, segments.size() - 1)) {
                    segment.settle(segment.live());
                    test.journal.release(segment);
                }
            }
        }
        assertThat(files.list()).as("recycled rather than made").hasSizeLessThan(16);
        for (int i = 0; i < 3; i++) {
            publish(producer, 2, i, message("new"));
            producer.flush();
            test.run();
        }
        Recorded rest = new Recorded();
        TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(rest).from(from));
        assertThat(rest.lines).containsExactly("publish 2/0 new", "publish 2/1 new", "publish 2/2 new");
    }

    @Test
    void countsTheLiveMessagesOfASegment() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        publish(producer, 1, 0, message("a"));
        publish(producer, 2, 0, message("a"));
        test.transaction(producer, List.of(change(1, 1, message("b")), new Change.Settle(2, 0, 1)));
        producer.flush();
        test.run();
        Segment segment = test.journal.segments().iterator().next();
        assertThat(segment.live()).isEqualTo(3);
        segment.settle(1);
        assertThat(segment.live()).isEqualTo(2);
        assertThatThrownBy(() -> test.journal.release(segment)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatDoesNotFitIntoARecord() throws IOException {
        JournalProducer producer = TestJournal.open(files).producer();
        StoredMessage message = StoredMessage.of(1, "x".repeat(40_000), "", BasicProperties.EMPTY, Body.EMPTY);
        assertThatThrownBy(() -> publish(producer, 1, 0, message)).isInstanceOf(IllegalArgumentException.class);
        List<String> copies = List.of("k".repeat(100_000));
        StoredMessage headed = new StoredMessage(1, "", "", copies, List.of(), false, BasicProperties.EMPTY, Body.EMPTY);
        assertThatThrownBy(() -> publish(producer, 1, 0, headed)).isInstanceOf(IllegalArgumentException.class);
        assertThat(producer.position()).isZero();
    }

    private Recorded replay() throws IOException {
        Recorded recorded = new Recorded();
        TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(recorded));
        return recorded;
    }

    private static byte[] body(int seed, int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) body[i] = (byte) ('a' + (i * 31 + seed) % 26);
        return body;
    }
}
