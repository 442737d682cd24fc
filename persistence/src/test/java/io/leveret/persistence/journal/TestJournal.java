package io.leveret.persistence.journal;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** A journal whose threads are the test's own, and whose time passes only when told. */
public final class TestJournal implements JournalListener {

    private static final int SALT_AT = 16;

    public static final int SEGMENT = 64 * 1024;
    public static final JournalSettings SMALL = new JournalSettings(SEGMENT, 4096, 1 << 20, SyncPolicy.GROUP);

    public final Journal journal;
    public final List<Throwable> failures = new ArrayList<>();
    public final List<String> alarms = new ArrayList<>();
    private final long[] nanos;

    private TestJournal(JournalFiles files, long seed, JournalSettings settings, ReplayRequest request,
                        JournalListener listener) throws IOException {
        nanos = new long[] {1};
        journal = Journal.open(files, settings, request, listener == null ? this : listener, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> nanos[0],
                new Random(seed));
    }

    public static TestJournal open(MemoryFiles files) throws IOException {
        return open(files, SMALL, ReplayRequest.everything(new JournalVisitor() { }));
    }

    public static TestJournal open(MemoryFiles files, JournalSettings settings, ReplayRequest request) throws IOException {
        return open(files, files.nextSeed(), settings, request);
    }

    /** On other files than those in memory. */
    public static TestJournal open(JournalFiles files, long seed, JournalSettings settings, ReplayRequest request) throws IOException {
        return new TestJournal(files, seed, settings, request, null);
    }

    /** On files that stand before those in memory, and with troubles told to somebody else. */
    public static TestJournal open(JournalFiles files, long seed, JournalSettings settings, JournalListener listener)
            throws IOException {
        return new TestJournal(files, seed, settings, ReplayRequest.everything(new JournalVisitor() { }), listener);
    }

    /** A producer whose loop runs everything at once. */
    public JournalProducer producer(JournalProducer.Listener listener) {
        return journal.producer(Runnable::run, listener);
    }

    public JournalProducer producer() {
        return producer(IGNORING);
    }

    /** Lets all threads do what there is to do. */
    public TestJournal run() {
        for (int i = 0; i < 3; i++) {
            journal.spares().turn();
            while (journal.writer().turn() == 0 || isForcing()) {
                journal.writer().durability().forcer().turn();
                journal.spares().turn();
            }
        }
        return this;
    }

    /** Lets the threads do something, in any order, and comes back in the midst of it. */
    public TestJournal stir(Random random) {
        for (int turns = random.nextInt(6); turns > 0; turns--) {
            switch (random.nextInt(5)) {
                case 0 -> journal.spares().turn();
                case 1 -> journal.writer().durability().forcer().turn();
                default -> journal.writer().turn();
            }
        }
        return this;
    }

    /** Whether the writer waits for another thread that forces, and so is free to do something else. */
    public boolean isForcing() {
        return journal.writer().durability().isForcing() && !journal.writer().hasFailed();
    }

    /** Whether a group has been written behind the one that is being forced. */
    public boolean isAhead() {
        return journal.writer().durability().isAhead();
    }

    /** What the writer does while a file is being forced, if it is not the one who does. */
    public void writeMeanwhile() {
        if (isForcing()) journal.writer().turn();
    }

    public TestJournal pass(long milliseconds) {
        nanos[0] += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        return run();
    }

    /** Neither delayed nor to expire. */
    public static long publish(JournalProducer producer, long queueId, long position, StoredMessage message) {
        return producer.publish(queueId, position, message.time(), Long.MAX_VALUE, 0, message.message());
    }

    public static Place share(JournalProducer producer, StoredMessage message) {
        return producer.body(message.time(), message.message());
    }

    public static void refer(JournalProducer producer, Place body, long queueId, long position) {
        producer.beginRefer(queueId, position, 1, -1, 0);
        producer.refer(body, 1);
        producer.endRefer();
    }

    public static Change.Publish change(long queueId, long position, StoredMessage message) {
        return new Change.Publish(queueId, position, Long.MAX_VALUE, 0, message.time(), message.message(), new Place());
    }

    /** All changes at once. */
    void transaction(JournalProducer producer, List<Change> changes) {
        producer.append(journal.begin(), changes, true);
    }

    public static StoredMessage message(String body) {
        return message(body.getBytes());
    }

    public static StoredMessage message(byte[] body) {
        return StoredMessage.of(1, "exchange", "key", BasicProperties.EMPTY, Body.of(body));
    }

    /** So many letters, others for another seed. */
    static byte[] body(int seed, int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) body[i] = (byte) ('a' + (i * 31 + seed) % 26);
        return body;
    }

    /** Changes a byte of the record there and its check sum too, so that only its meaning is damaged. */
    public static void forge(MemoryFiles files, long lsn, int at, int value) {
        byte[] segment = files.bytes(Segment.name(Lsn.segment(lsn)));
        ByteBuffer bytes = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        int start = Lsn.offset(lsn);
        segment[start + at] = (byte) value;
        CRC32C crc = new CRC32C();
        crc.update(segment, start + RecordHeader.CHECKED_FROM, bytes.getInt(start) - RecordHeader.CHECKED_FROM);
        bytes.putInt(start + RecordHeader.CHECKSUM, (int) crc.getValue() ^ bytes.getInt(SALT_AT));
    }

    public static final JournalProducer.Listener IGNORING = new JournalProducer.Listener() {
        @Override
        public void written(long from, long to, long lsn) {
        }

        @Override
        public void stored(long position) {
        }
    };

    @Override
    public void diskFull(IOException reason) {
        alarms.add("full");
    }

    @Override
    public void diskAvailable() {
        alarms.add("available");
    }

    @Override
    public void failed(Throwable reason) {
        failures.add(reason);
    }
}
