package io.leveret.persistence.journal;

import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.SpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's way into the journal; every method runs on that loop, and none blocks. Records are encoded where they
 * arise and handed over once a turn. Its positions count what it has appended, from 0 on: the listener is told up to which
 * of them all is stored.
 */
public final class JournalProducer {

    private static final Logger log = LoggerFactory.getLogger(JournalProducer.class);

    /** Told on the producer's loop. */
    public interface Listener {

        /** What was appended between these positions stands in the file from this LSN on. Told in order. */
        void written(long from, long to, long lsn);

        /** All that was appended below the position is as durable as the sync policy makes it. At most once a group. */
        void stored(long position);
    }

    private final ChunkSink sink;
    private final JournalSettings settings;
    private final Executor home;
    private final Listener listener;
    private final RecordEncoder encoder = new RecordEncoder();
    private final Ranges settled = new Ranges();
    private final Marks handedOut = new Marks();
    private final SpareChunks spares;
    private Chunk chunk;
    private int recordAt; // of the references being appended
    private long storedTo;
    private boolean reminderAsked;

    // Filled by the writer
    private final SpscUnboundedArrayQueue<Chunk> done = new SpscUnboundedArrayQueue<>(64);
    private final AtomicBoolean called = new AtomicBoolean();
    private final Runnable takeDone = this::takeDone;
    private final Runnable handOverAll = this::handOverAll;

    JournalProducer(ChunkSink sink, JournalSettings settings, Executor home, Listener listener) {
        this.sink = sink;
        this.settings = settings;
        this.home = home;
        this.listener = listener;
        this.spares = new SpareChunks(settings.chunkSize());
        nextChunk(0, 0);
    }

    /** Where the next record will start. */
    public long position() {
        return chunk.position() + chunk.length();
    }

    /** Bytes that are still to be handed over. */
    int pending() {
        return chunk.length();
    }

    /** Below it all is stored. */
    public long storedTo() {
        return storedTo;
    }

    /**
     * Appends a message and its place in a queue.
     *
     * @param time      when it was published, in milliseconds since 1970
     * @param expiresAt when it does there, likewise, or {@link Long#MAX_VALUE}
     * @param dueAt     when it may be handed out, likewise, or 0
     * @return the position of its record
     */
    public long publish(long queueId, long position, long time, long expiresAt, long dueAt, Message message) {
        List<Place> parts = makeRoomFor(1, message);
        long start = position();
        int at = encoder.beginPublish(chunk, 0, 1, time, expiresAt, dueAt, message);
        encoder.place(chunk, queueId, position);
        encoder.endPublish(chunk, at, 0, 1, message, parts);
        handOverIfFull();
        return start;
    }

    /** Appends a message that others will put into queues. It must be handed over before its place is given to them. */
    public Place body(long time, Message message) {
        return body(time, RecordEncoder.NEVER, RecordEncoder.AT_ONCE, message, new Place());
    }

    /** As {@link #body(long, Message)}, of a message that expires. */
    public Place body(long time, long expiresAt, Message message) {
        return body(time, expiresAt, RecordEncoder.AT_ONCE, message, new Place());
    }

    /**
     * Begins to put messages into a queue whose bodies have been appended and handed over, perhaps by another producer: so
     * many from that position on, one {@link #refer} each.
     *
     * @param priority of them all
     * @param dueAt    when they may be handed out, in milliseconds since 1970, or 0
     */
    public void beginRefer(long queueId, long first, int count, int priority, long dueAt) {
        makeRoom(encoder.referRoom(count), 0);
        recordAt = encoder.beginRefer(chunk, 0, count, queueId, first, priority, dueAt);
    }

    public void refer(Place body, int size) {
        encoder.reference(chunk, body, size);
    }

    public void endRefer() {
        encoder.endRefer(chunk, recordAt, 0);
    }

    /**
     * Notes that messages have left a queue: so many positions from the first on. Such notes are gathered, ride with the
     * next thing handed over, and never start a group on their own before {@link JournalWriter#PATIENCE} is over.
     */
    public void settle(long queueId, long first, int count) {
        if (settled.isFull()) appendSettled();
        settled.add(queueId, first, count);
    }

    /** Notes up to where a queue's messages have been handed out; gathered like settlements. */
    public void handedOut(long queueId, long position) {
        if (handedOut.isFull()) appendHandedOut();
        handedOut.set(queueId, position);
    }

    /** Notes how often a message has come back, in a queue that counts that. */
    public long returned(long queueId, long position, int failures, int acquisitions) {
        makeRoom(encoder.numbersRoom(), 0);
        long start = position();
        encoder.returned(chunk, queueId, position, failures, acquisitions);
        return start;
    }

    /** Notes when a message that has come back may be handed out again. */
    public void postponed(long queueId, long position, long dueAt) {
        makeRoom(encoder.numbersRoom(), 0);
        encoder.postponed(chunk, queueId, position, dueAt);
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

    /**
     * Appends a part of a transaction.
     *
     * @param last whether it completes the transaction, all other parts having been handed over
     */
    public void append(JournalTransaction transaction, List<Change> changes, boolean last) {
        new TransactionPart(this, transaction).write(changes, last);
    }

    /** Hands over what was appended; to be called at the end of each turn. */
    public void flush() {
        if (!chunk.isEmpty()) {
            handOverAll();
        } else if (!(settled.isEmpty() && handedOut.isEmpty()) && !reminderAsked) {
            reminderAsked = true;
            sink.remind(this);
        }
    }

    /** Hands over everything, settlements too: nothing follows for a while, or at all. */
    public void handOverAll() {
        reminderAsked = false;
        if (!settled.isEmpty()) appendSettled();
        if (!handedOut.isEmpty()) appendHandedOut();
        if (!chunk.isEmpty()) handOver(0);
    }

    // The writer's side

    /** Later, on its own loop, it shall hand over even what can wait. */
    void remindNow() {
        home.execute(handOverAll);
    }

    void done(Chunk written) {
        done.add(written);
    }

    /** Calls the producer to fetch what is done, unless it is on its way already. */
    void call() {
        if (called.compareAndSet(false, true)) home.execute(takeDone);
    }

    /** Tells the listener what has been written and stored; called on the loop, or when that has ended. */
    public void takeDone() {
        called.set(false);
        boolean any = false;
        for (Chunk written = done.poll(); written != null; written = done.poll()) {
            any = true;
            long end = written.position() + written.length();
            tellWritten(written.position(), end, written.lsn());
            storedTo = end;
            spares.keep(written);
        }
        if (any) listener.stored(storedTo);
    }

    /** What goes wrong with one chunk must not keep the others from being told of, nor what waits for them. */
    private void tellWritten(long from, long to, long lsn) {
        try {
            listener.written(from, to, lsn);
        } catch (RuntimeException e) {
            log.error("what was written at {} could not be taken note of", Lsn.describe(lsn), e);
        }
    }

    // Appending

    Place body(long time, long expiresAt, long dueAt, Message message, Place place) {
        List<Place> parts = makeRoomFor(0, message);
        chunk.mark(place);
        int at = encoder.beginPublish(chunk, 0, 0, time, expiresAt, dueAt, message);
        encoder.endPublish(chunk, at, 0, 0, message, parts);
        handOverIfFull();
        return place;
    }

    /** Afterwards the message fits into the chunk. If it is very large its body stands before it in parts, which are returned. */
    private List<Place> makeRoomFor(int refs, Message message) {
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

    int publishRoom(int refs, Message message, int parts) {
        long room = encoder.publishRoom(refs, message, parts);
        if (room > settings.largestHead() + RecordEncoder.LARGEST_COPIED_BODY) {
            throw new IllegalArgumentException("a message with a head of " + room + " bytes");
        }
        return (int) room;
    }

    private Place part(Message message, long from, long length) {
        makeRoom(encoder.numbersRoom(), length);
        Place place = new Place();
        chunk.mark(place);
        encoder.part(chunk, message.body(), from, length);
        handOverIfFull();
        return place;
    }

    /** A chunk with a large body gets nothing else that is large, so that it fits into a segment. */
    void makeRoom(int room, long body) {
        boolean full = chunk.length() > 0 && chunk.length() + body > settings.fullChunk();
        if (chunk.room() >= room && !full) return;
        if (chunk.isEmpty()) replaceBy(room);
        else handOver(room);
    }

    private void handOverIfFull() {
        if (chunk.length() > settings.fullChunk()) handOver(0);
    }

    /** Hands over what was appended, so that there is so much room. */
    void handOver(int roomOfNext) {
        Chunk full = chunk;
        List<Place> places = full.places();
        spares.handedOver(full);
        nextChunk(position(), roomOfNext);
        sink.handOver(full);
        for (Place place : places) place.handedOver();
    }

    private void replaceBy(int room) {
        Chunk small = chunk;
        nextChunk(small.position(), room);
        spares.keep(small);
    }

    private void nextChunk(long position, int room) {
        chunk = spares.take(room);
        chunk.start(position, sink.likelySalt());
        chunk.belongsTo(this);
    }

    private void appendSettled() {
        makeRoom(encoder.rangesRoom(settled.count()), 0);
        encoder.ranges(chunk, RecordType.ACK, settled);
        settled.clear();
    }

    private void appendHandedOut() {
        makeRoom(encoder.marksRoom(handedOut.count()), 0);
        encoder.marks(chunk, handedOut);
        handedOut.clear();
    }

    // For the parts of transactions

    Chunk chunk() {
        return chunk;
    }

    RecordEncoder encoder() {
        return encoder;
    }
}
