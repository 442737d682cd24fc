package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ColdReaderTest {

    private static final int BLOCK_BITS = 12;
    private static final long QUEUE = 7;

    private final MemoryFiles files = new MemoryFiles(1);
    private final TestJournal test = TestJournal.open(files);
    private final Written written = new Written(test);
    private final ReaderThreads threads = new ReaderThreads();
    private final HandBackground background = new HandBackground();
    private final HandLoop home = new HandLoop();
    private final BlockingQueue<List<ReadBack>> answers = new LinkedBlockingQueue<>();
    private final BlockCache cache = new BlockCache(BLOCK_BITS, 8 << BLOCK_BITS);
    private final ColdReader reader = new ColdReader(test.journal, () -> null, threads, background, StoreSettings.NUMBERS, cache);

    ColdReaderTest() throws IOException {
    }

    @AfterEach
    void close() {
        threads.close();
    }

    /** Messages of a journal, and the index that knows where they are. */
    private static final class Written implements JournalProducer.Listener {
        private final TestJournal test;
        private final JournalProducer producer;
        private final QueueIndex index = new QueueIndex(SegmentUse.IGNORED);
        private final Map<Long, Body> bodies = new HashMap<>();
        private final Deque<long[]> waiting = new ArrayDeque<>();

        Written(TestJournal test) {
            this.test = test;
            this.producer = test.producer(this);
        }

        void publish(long position, long expiresAt, byte[] bytes) {
            Message message = new Message("exchange", "key", BasicProperties.EMPTY, Body.of(bytes));
            index.addPending(position, bytes.length);
            bodies.put(position, message.body());
            waiting.add(new long[] {position, producer.publish(QUEUE, position, 1, expiresAt, 0, message)});
        }

        void write() {
            producer.flush();
            test.run();
        }

        @Override
        public void written(long from, long to, long lsn) {
            while (!waiting.isEmpty() && waiting.peek()[1] < to) {
                index.place(waiting.peek()[0], lsn + waiting.poll()[1] - from);
            }
        }

        @Override
        public void stored(long position) {
        }
    }

    private static List<ReadBack> read(ColdReader reader, QueueIndex index, long mostBytes, long... positions) {
        BlockingQueue<List<ReadBack>> answers = new LinkedBlockingQueue<>();
        reader.read(Runnable::run, QUEUE, index, positions, mostBytes, answers::add);
        try {
            List<ReadBack> answer = answers.poll(20, TimeUnit.SECONDS);
            assertThat(answer).as("the answer").isNotNull();
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<ReadBack> read(long... positions) {
        return read(reader, written.index, Long.MAX_VALUE, positions);
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void givesBackWhatWasPublished() {
        written.publish(1, 5000, bytes(1, 100));
        written.publish(2, Long.MAX_VALUE, bytes(2, 0));
        written.write();
        List<ReadBack> answer = read(1, 2);
        assertThat(answer).extracting(ReadBack::position).containsExactly(1L, 2L);
        assertThat(answer).extracting(ReadBack::expiresAt).containsExactly(5000L, Long.MAX_VALUE);
        assertThat(answer.get(0).message().body()).isEqualTo(written.bodies.get(1L));
        assertThat(answer.get(0).message().routingKey()).isEqualTo("key");
        assertThat(answer.get(1).message().body()).isEqualTo(Body.EMPTY);
    }

    @Test
    void answersWithOneMessageHoweverLarge() {
        written.publish(1, Long.MAX_VALUE, bytes(1, 5000));
        written.publish(2, Long.MAX_VALUE, bytes(2, 10));
        written.write();
        assertThat(read(reader, written.index, 100, 1, 2)).extracting(ReadBack::position).containsExactly(1L);
        assertThat(read(reader, written.index, 5010, 1, 2)).hasSize(2);
        assertThat(read(reader, written.index, 5009, 1, 2)).hasSize(1);
    }

    @Test
    void joinsABodyInParts() {
        byte[] large = bytes(1, 3 * TestJournal.SEGMENT);
        written.publish(1, Long.MAX_VALUE, large);
        written.write();
        assertThat(read(1).get(0).message().body()).isEqualTo(Body.of(large));
    }

    @Test
    void readsInABlockWhatWasWrittenAfterTheBlockWasRead() {
        for (int i = 1; i <= 20; i++) written.publish(i, Long.MAX_VALUE, bytes(i, 10));
        written.write();
        assertThat(read(LongStream.rangeClosed(1, 20).toArray())).hasSize(20);
        for (int i = 21; i <= 40; i++) written.publish(i, Long.MAX_VALUE, bytes(i, 10));
        written.write();
        assertThat(read(LongStream.rangeClosed(1, 40).toArray())).hasSize(40).allMatch(back -> back.message() != null);
        assertThat(reader.damaged()).isZero();
    }

    @Test
    void whatComesNextIsReadAheadAlsoInTheNextSegment() {
        int count = 2 * TestJournal.SEGMENT / 200;
        for (int i = 1; i <= count; i++) {
            written.publish(i, Long.MAX_VALUE, bytes(i, 100));
            if (i % 20 == 0) written.write();
        }
        written.write();
        int last = 1; // in the first segment
        while (Lsn.segment(written.index.locationOf(last + 1)) == Lsn.segment(written.index.locationOf(1))) last++;
        assertThat(last).isLessThan(count);
        long next = written.index.locationOf(last + 1);
        assertThat(cache.contains(next)).isFalse();
        assertThat(read(LongStream.rangeClosed(last - 40, last).toArray())).hasSize(41);
        await().until(() -> cache.contains(next));
        assertThat(read(LongStream.rangeClosed(last + 1, last + 30).toArray())).allMatch(back -> back.message() != null);
    }

    @Test
    void whoWaitsForABlockThatIsNotReadAheadAfterAllReadsByItself() {
        for (int i = 1; i <= 40; i++) written.publish(i, Long.MAX_VALUE, bytes(i, 10));
        written.write();
        BlockCache.Block block = cache.reserveAhead(written.index.locationOf(1)).orElseThrow();
        reader.read(home, QUEUE, written.index, LongStream.rangeClosed(1, 40).toArray(), Long.MAX_VALUE, answers::add);
        cache.abandon(block);
        await().until(() -> {
            home.runAll();
            return !answers.isEmpty();
        });
        assertThat(answers.poll()).hasSize(40).allMatch(back -> back.message() != null);
    }

    @Test
    void aDamagedMessageIsReportedAndTheOthersAreRead() {
        for (int i = 1; i <= 40; i++) written.publish(i, Long.MAX_VALUE, bytes(i, 50));
        written.write();
        for (long position : new long[] {1, 17}) {
            int offset = Lsn.offset(written.index.locationOf(position));
            files.bytes("000000000001.seg")[offset + 60] ^= 1;
        }
        List<ReadBack> answer = read(LongStream.rangeClosed(1, 40).toArray());
        assertThat(answer).hasSize(40);
        for (ReadBack back : answer) {
            boolean damaged = back.position() == 1 || back.position() == 17;
            assertThat(back.message() == null).isEqualTo(damaged);
        }
        assertThat(reader.damaged()).isEqualTo(2);
    }

    @Test
    void theSegmentOfADamagedMessageIsSetAsideAndNotUsedAgain() throws IOException {
        for (int i = 1; i <= 100; i++) written.publish(i, Long.MAX_VALUE, bytes(i, 1000));
        written.write();
        files.bytes("000000000001.seg")[Lsn.offset(written.index.locationOf(1)) + 60] ^= 1;
        assertThat(read(1).get(0).message()).isNull();
        test.journal.release(test.journal.segmentOf(Lsn.of(1, 4096)).orElseThrow());
        await().pollInSameThread().untilAsserted(() -> { // the reader may hold it a moment longer than until it has answered
            test.run();
            assertThat(files.list()).contains("damaged-000000000001.seg").doesNotContain("000000000001.seg");
        });
    }

    @Test
    void whatTheDiskDoesNotGiveIsTriedAgainAfterAPause() throws InterruptedException {
        onePublished();
        files.beforeReads(() -> {
            throw new UncheckedIOException(new IOException("Input/output error"));
        });
        failsUntilTheDiskWorks();
    }

    /** Its removal would be written down, and then a copy of the file would be of no use. */
    @Test
    void whatWasCutOffIsNotGivenUp() {
        onePublished();
        String segment = "000000000001.seg";
        for (int length : new int[] {0, Lsn.offset(written.index.locationOf(1)) + 20}) {
            byte[] whole = files.replaceBytes(segment, Arrays.copyOf(files.bytes(segment), length));
            reader.read(home, QUEUE, written.index, new long[] {1}, Long.MAX_VALUE, answers::add);
            await().until(() -> {
                home.runAll();
                return background.waiting() == 1;
            });
            files.replaceBytes(segment, whole);
            await().until(() -> {
                background.runAll();
                home.runAll();
                return !answers.isEmpty();
            });
            assertThat(answers.poll()).singleElement().satisfies(back -> assertThat(back.message()).isNotNull());
        }
        assertThat(reader.damaged()).isZero();
    }

    @Test
    void nothingIsLostForWantOfMemory() throws InterruptedException {
        onePublished();
        files.beforeReads(() -> {
            throw new OutOfMemoryError("Cannot reserve bytes of direct buffer memory");
        });
        failsUntilTheDiskWorks();
    }

    @Test
    void aReadThatComesTooLateHasNoAnswer() {
        onePublished();
        threads.close();
        reader.read(home, QUEUE, written.index, new long[] {1}, Long.MAX_VALUE, answers::add);
        home.runAll();
        assertThat(answers).isEmpty();
        assertThat(background.waiting()).isEqualTo(1);
    }

    private void failsUntilTheDiskWorks() throws InterruptedException {
        reader.read(home, QUEUE, written.index, new long[] {1}, Long.MAX_VALUE, answers::add);
        for (int attempt = 0; attempt < 3; attempt++) {
            await().until(() -> {
                home.runAll();
                return background.waiting() == 1;
            });
            background.runAll();
        }
        assertThat(answers).isEmpty();
        files.beforeReads(() -> { });
        await().until(() -> {
            home.runAll();
            background.runAll();
            return !answers.isEmpty();
        });
        assertThat(answers.take().get(0).message().body()).isEqualTo(written.bodies.get(1L));
        assertThat(reader.damaged()).isZero();
    }

    private void onePublished() {
        written.publish(1, Long.MAX_VALUE, bytes(1, 100));
        written.write();
    }

    @Test
    void whatHasLeftTheQueueMeanwhileIsNoDamage() throws InterruptedException {
        onePublished();
        files.bytes("000000000001.seg")[Lsn.offset(written.index.locationOf(1)) + 60] ^= 1;
        reader.read(home, QUEUE, written.index, new long[] {1}, Long.MAX_VALUE, answers::add);
        await().until(() -> home.waiting() == 1);
        written.index.remove(1);
        home.runAll();
        assertThat(answers.take().get(0).message()).isNull();
        assertThat(reader.damaged()).isZero();
    }

    @Test
    void whatHasMovedMeanwhileIsReadThere() throws InterruptedException {
        onePublished();
        written.publish(2, Long.MAX_VALUE, bytes(1, 100));
        written.write();
        long old = written.index.locationOf(1);
        files.bytes("000000000001.seg")[Lsn.offset(old) + 60] ^= 1;
        reader.read(home, QUEUE, written.index, new long[] {1}, Long.MAX_VALUE, answers::add);
        await().until(() -> home.waiting() == 1);
        written.index.move(1, old, written.index.locationOf(2));
        await().until(() -> {
            home.runAll();
            return !answers.isEmpty();
        });
        assertThat(answers.take().get(0).message().body()).isEqualTo(written.bodies.get(1L));
        assertThat(reader.damaged()).isZero();
    }

    @Test
    void whatTheIndexDoesNotKnowIsReportedToo() {
        assertThat(read(3).get(0).message()).isNull();
        assertThat(reader.damaged()).isEqualTo(1);
    }

    @Test
    void aSegmentStaysAsItIsWhileItIsRead() throws IOException {
        for (int i = 1; i <= 100; i++) written.publish(i, Long.MAX_VALUE, bytes(i, 1000));
        written.write();
        ColdRead read = new ColdRead(Runnable::run, QUEUE, written.index, new long[] {1}, 10_000, answer -> { });
        read.hold(test.journal, null);
        test.journal.release(test.journal.segmentOf(Lsn.of(1, 4096)).orElseThrow());
        test.run();
        assertThat(files.list()).contains("000000000001.seg");
        read.end();
        test.run();
        assertThat(files.list()).doesNotContain("000000000001.seg");
        assertThat(read(1).get(0).message()).as("from a segment that was freed").isNull();
    }

    @Property(tries = 30)
    void readsAnyMessagesInAnyOrder(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        TestJournal journal = TestJournal.open(new MemoryFiles(seed));
        Written some = new Written(journal);
        Written others = new Written(journal);
        int count = 1 + random.nextInt(500);
        for (int i = 1; i <= count; i++) {
            int size = random.nextInt(30) == 0 ? random.nextInt(40_000) : random.nextInt(random.nextBoolean() ? 50 : 2000);
            (random.nextInt(3) == 0 ? others : some).publish(i, Long.MAX_VALUE, bytes(i, size));
            if (random.nextInt(20) == 0) some.write();
            if (random.nextInt(20) == 0) others.write();
        }
        some.write();
        others.write();
        try (ReaderThreads readers = new ReaderThreads()) {
            ColdReader all = new ColdReader(journal.journal, () -> null, readers, new HandBackground(), StoreSettings.NUMBERS, new BlockCache(BLOCK_BITS, 0));
            for (Written each : List.of(some, others, some)) check(all, each, random);
            assertThat(all.damaged()).isZero();
        }
    }

    private static void check(ColdReader reader, Written written, Random random) {
        List<Long> wanted = new ArrayList<>(written.bodies.keySet());
        if (random.nextBoolean()) wanted.sort(null);
        int next = 0;
        while (next < wanted.size()) {
            long[] positions = wanted.stream().skip(next).limit(1 + random.nextInt(100)).mapToLong(Long::longValue).toArray();
            List<ReadBack> answer = read(reader, written.index, random.nextInt(50_000), positions);
            assertThat(answer).isNotEmpty().hasSizeLessThanOrEqualTo(positions.length);
            for (ReadBack back : answer) {
                assertThat(back.position()).isEqualTo(wanted.get(next++));
                assertThat(back.message().body()).isEqualTo(written.bodies.get(back.position()));
            }
        }
    }
}
