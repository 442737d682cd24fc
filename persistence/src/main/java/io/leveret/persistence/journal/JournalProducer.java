package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.RecordHeader.LAST;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.SpscUnboundedArrayQueue;

/**
 * One event loop's way into the journal; every method runs on that loop, and none blocks. Records are encoded where they
 * arise and handed over once a turn. Its positions count what it has appended, from 0 on: the listener is told up to which
 * of them all is stored.
 */
public final class JournalProducer {

    /** So many chunks are kept for reuse. */
    private static final int SPARE_CHUNKS = 32;
    private static final int TRANSACTION_HEADER = 48;
    private static final long NONE_OPEN = Long.MAX_VALUE;

    /** Told on the producer's loop. */
    public interface Listener {

        /** What was appended between these positions stands in the file from this LSN on. Told in order. */
        void written(long from, long to, long lsn);

        /** All that was appended below the position is as durable as the sync policy makes it. At most once a group. */
        void stored(long position);
    }

    private final JournalWriter writer;
    private final JournalSettings settings;
    private final AtomicLong transactionIds;
    private final Executor home;
    private final Listener listener;
    private final RecordEncoder encoder = new RecordEncoder();
    private final Ranges settled = new Ranges();
    private final ArrayDeque<Chunk> spare = new ArrayDeque<>();
    private Chunk chunk;
    private long storedTo;
    private boolean reminderAsked;

    // Filled by the writer
    private final SpscUnboundedArrayQueue<Chunk> done = new SpscUnboundedArrayQueue<>(64);
    private final AtomicBoolean called = new AtomicBoolean();
    private final Runnable takeDone = this::takeDone;
    private final Runnable handOverAll = this::handOverAll;
    private volatile long openTransactionFrom = NONE_OPEN;
    private long openWhenForced = NONE_OPEN;

    JournalProducer(JournalWriter writer, JournalSettings settings, AtomicLong transactionIds, Executor home, Listener listener) {
        this.writer = writer;
        this.settings = settings;
        this.transactionIds = transactionIds;
        this.home = home;
        this.listener = listener;
        nextChunk(0, settings.chunkSize());
    }

    /** Where the next record will start. */
    public long position() {
        return chunk.position() + chunk.length();
    }

    /** Below it all is stored. */
    public long storedTo() {
        return storedTo;
    }

    /**
     * Appends a message and its places in queues.
     *
     * @param expiresAt when it does in all of these queues, in milliseconds since 1970, or {@link Long#MAX_VALUE}
     * @return the position of its record
     */
    public long publish(List<Ref> refs, long expiresAt, StoredMessage message) {
        return append(RecordType.PUBLISH, refs, expiresAt, message);
    }

    /** Appends a copy of a message that stands in an older segment, with the places in queues that it still has. */
    public long move(List<Ref> refs, long expiresAt, StoredMessage message) {
        return append(RecordType.MOVED, refs, expiresAt, message);
    }

    /** Appends a message that others will put into queues. It must be handed over before its place is given to them. */
    public Place body(StoredMessage message) {
        Place place = new Place();
        List<Place> parts = makeRoomFor(List.of(), message);
        chunk.mark(place);
        encoder.publish(chunk, RecordType.PUBLISH, false, List.of(), RecordEncoder.NEVER, message, parts);
        handOverIfFull();
        return place;
    }

    /** Puts a message into queues whose body has been appended and handed over, perhaps by another producer. */
    public long refer(Place body, List<Ref> refs, long expiresAt) {
        RecordEncoder.check(refs);
        makeRoom(encoder.referRoom(refs), 0);
        long start = position();
        encoder.refer(chunk, false, body, refs, expiresAt);
        return start;
    }

    /**
     * Notes that messages have left a queue: so many positions from the first on. Such notes are gathered, ride with the
     * next thing handed over, and never start a group on their own before {@link JournalWriter#PATIENCE} is over.
     */
    public void settle(long queueId, long first, int count) {
        if (settled.isFull()) appendSettled();
        settled.add(queueId, first, count);
    }

    /** Notes that a message was handed out once more, in a queue that counts that. */
    public long delivered(long queueId, long first, int count) {
        Ranges range = new Ranges();
        range.add(queueId, first, count);
        makeRoom(encoder.rangesRoom(1), 0);
        long start = position();
        encoder.ranges(chunk, RecordType.DELIVERED, range);
        return start;
    }

    /** All messages of the queue below the position are gone. */
    public long purge(long queueId, long upTo) {
        makeRoom(encoder.numbersRoom(), 0);
        long start = position();
        encoder.purge(chunk, queueId, upTo);
        return start;
    }

    public long queueGone(long queueId) {
        makeRoom(encoder.numbersRoom(), 0);
        long start = position();
        encoder.queueGone(chunk, queueId);
        return start;
    }

    /** Appends an entry of a Raft group's log. */
    public long raft(long group, long term, long index, byte[] entry) {
        if (entry.length > settings.largestPart()) throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
        makeRoom(encoder.raftRoom(entry), entry.length);
        long start = position();
        encoder.raft(chunk, group, term, index, entry);
        handOverIfFull();
        return start;
    }

    /** Appends changes of which a restart brings back all or none. Returns the position behind them. */
    public long transaction(List<Change> changes) {
        List<Change> small = new ArrayList<>(changes.size());
        for (Change change : changes) small.add(withoutLargeBody(change));
        new TransactionWriter().write(small);
        return position();
    }

    /** Hands over what was appended; to be called at the end of each turn. */
    public void flush() {
        if (!chunk.isEmpty()) {
            handOverAll();
        } else if (!settled.isEmpty() && !reminderAsked) {
            reminderAsked = true;
            writer.remind(this);
        }
    }

    // The writer's side

    /** Later, on its own loop, it shall hand over even what can wait. */
    void remindNow() {
        home.execute(handOverAll);
    }

    void placed(Chunk placed) {
        Place open = placed.openTransaction();
        openWhenForced = open == null ? NONE_OPEN : open.lsn();
        if (openTransactionFrom == NONE_OPEN) openTransactionFrom = openWhenForced;
    }

    /** All that was placed is durable. */
    void forced() {
        if (openTransactionFrom != openWhenForced) openTransactionFrom = openWhenForced;
    }

    /** Where the transaction starts that is durable in part; whoever reads the log from later on misses it. */
    long openTransactionFrom() {
        return openTransactionFrom;
    }

    void done(Chunk written) {
        done.add(written);
    }

    /** Calls the producer to fetch what is done, unless it is on its way already. */
    void call() {
        if (called.compareAndSet(false, true)) home.execute(takeDone);
    }

    private void takeDone() {
        called.set(false);
        boolean any = false;
        for (Chunk written = done.poll(); written != null; written = done.poll()) {
            any = true;
            long end = written.position() + written.length();
            listener.written(written.position(), end, written.lsn());
            storedTo = end;
            keep(written);
        }
        if (any) listener.stored(storedTo);
    }

    // Appending

    private long append(RecordType type, List<Ref> refs, long expiresAt, StoredMessage message) {
        List<Place> parts = makeRoomFor(refs, message);
        long start = position();
        encoder.publish(chunk, type, false, refs, expiresAt, message, parts);
        handOverIfFull();
        return start;
    }

    /** Afterwards the message fits into the chunk. If it is very large its body stands before it in parts, which are returned. */
    private List<Place> makeRoomFor(List<Ref> refs, StoredMessage message) {
        RecordEncoder.check(refs, message);
        long body = message.body().size();
        int partCount = body <= settings.largestPart() ? 0 : (int) ((body - 1) / settings.largestPart() + 1);
        int room = publishRoom(refs, message, partCount);
        if (partCount == 0) {
            makeRoom(room, body);
            return List.of();
        }
        List<Place> parts = new ArrayList<>(partCount);
        for (long from = 0; from < body; from += settings.largestPart()) {
            parts.add(part(message, from, Math.min(settings.largestPart(), body - from)));
        }
        makeRoom(room, 0);
        return parts;
    }

    private int publishRoom(List<Ref> refs, StoredMessage message, int parts) {
        long room = encoder.publishRoom(refs, message, parts);
        if (room > settings.largestHead() + RecordEncoder.LARGEST_COPIED_BODY) {
            throw new IllegalArgumentException("a message with a head of " + room + " bytes");
        }
        return (int) room;
    }

    private Place part(StoredMessage message, long from, long length) {
        makeRoom(encoder.numbersRoom(), length);
        Place place = new Place();
        chunk.mark(place);
        encoder.part(chunk, message.body(), from, length);
        handOverIfFull();
        return place;
    }

    /** A chunk with a large body gets nothing else that is large, so that it fits into a segment. */
    private void makeRoom(int room, long body) {
        boolean full = chunk.length() > 0 && chunk.length() + body > settings.fullChunk();
        if (chunk.room() >= room && !full) return;
        if (chunk.isEmpty()) replaceBy(room);
        else handOver(Math.max(room, settings.chunkSize()));
    }

    private void handOverIfFull() {
        if (chunk.length() > settings.fullChunk()) handOver(settings.chunkSize());
    }

    private void handOverAll() {
        reminderAsked = false;
        if (!settled.isEmpty()) appendSettled();
        if (!chunk.isEmpty()) handOver(settings.chunkSize());
    }

    private void handOver(int capacityOfNext) {
        Chunk full = chunk;
        nextChunk(position(), capacityOfNext);
        writer.handOver(full);
    }

    private void replaceBy(int capacity) {
        Chunk small = chunk;
        nextChunk(small.position(), capacity);
        keep(small);
    }

    private void keep(Chunk empty) {
        if (spare.size() < SPARE_CHUNKS && empty.capacity() == settings.chunkSize()) spare.push(empty);
    }

    private void nextChunk(long position, int capacity) {
        Chunk next = capacity == settings.chunkSize() ? spare.poll() : null;
        chunk = next != null ? next : new Chunk(Math.max(capacity, settings.chunkSize()));
        chunk.start(position, writer.likelySalt());
        chunk.belongsTo(this);
    }

    private void appendSettled() {
        makeRoom(encoder.rangesRoom(settled.count()), 0);
        encoder.ranges(chunk, RecordType.ACK, settled);
        settled.clear();
    }

    /** A TX holds nothing that is lent: large bodies go before it. */
    private Change withoutLargeBody(Change change) {
        if (change instanceof Change.Settle) return change;
        if (change instanceof Change.Refer refer) {
            RecordEncoder.check(refer.refs());
            return change;
        }
        Change.Publish publish = (Change.Publish) change;
        RecordEncoder.check(publish.refs(), publish.message());
        if (publish.message().body().size() <= RecordEncoder.LARGEST_COPIED_BODY) return change;
        return new Change.Refer(body(publish.message()), publish.refs(), publish.expiresAt());
    }

    /** Writes a TX, in several parts if it does not fit into a chunk. */
    private final class TransactionWriter {
        private final long id = transactionIds.incrementAndGet();
        private final Place first = new Place();
        private int part;
        private int start;
        private int records;
        private int linksBefore;

        void write(List<Change> changes) {
            boolean open = false;
            for (Change change : changes) {
                int room = roomFor(change);
                if (open && chunk.room() < room) {
                    end(0);
                    chunk.leaveOpen(first);
                    handOver(Math.max(room + TRANSACTION_HEADER, settings.chunkSize()));
                    open = false;
                }
                if (!open) begin(room);
                open = true;
                nested(change);
            }
            if (open) end(LAST);
        }

        private int roomFor(Change change) {
            if (change instanceof Change.Settle) return encoder.rangesRoom(1);
            if (change instanceof Change.Refer refer) return encoder.referRoom(refer.refs());
            Change.Publish publish = (Change.Publish) change;
            return publishRoom(publish.refs(), publish.message(), 0);
        }

        private void begin(int room) {
            makeRoom(TRANSACTION_HEADER + room, 0);
            if (part == 0) chunk.mark(first);
            linksBefore = chunk.linkCount();
            start = chunk.begin(RecordType.TX, 0, 0);
            records = 0;
            chunk.bytes().putLong(id).putInt(part++).putInt(0);
        }

        private void nested(Change change) {
            records++;
            if (change instanceof Change.Settle settle) {
                encoder.nestedRange(chunk, settle);
            } else if (change instanceof Change.Refer refer) {
                encoder.refer(chunk, true, refer.body(), refer.refs(), refer.expiresAt());
            } else if (change instanceof Change.Publish publish) {
                encoder.publish(chunk, RecordType.PUBLISH, true, publish.refs(), publish.expiresAt(), publish.message(),
                        List.of());
            }
        }

        private void end(int flags) {
            chunk.bytes().put(start + RecordHeader.FLAGS, (byte) flags);
            chunk.bytes().putInt(start + RecordHeader.SIZE + Long.BYTES + Integer.BYTES, records);
            chunk.endTransaction(start, chunk.linkCount() > linksBefore);
        }
    }
}
