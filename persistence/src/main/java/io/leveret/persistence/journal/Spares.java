package io.leveret.persistence.journal;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps segments ready for the writer, so that it never waits for a file system: files that were freed, else new ones. This
 * is where a full disk shows. Its thread calls {@link #turn}; a test does so by hand.
 *
 * <p>A file that is nobody's segment has a name that says so, and its header is only changed while it has, so that after a
 * crash no name stands over another segment's header.
 */
final class Spares {

    private static final Logger log = LoggerFactory.getLogger(Spares.class);

    private static final int READY = 2;
    private static final int FREE_AT_FIRST = 8;
    static final int MOST_FREE = 32;
    private static final String RESERVE = "reserve.seg";
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    /** A file without a purpose. */
    private record Free(String name, JournalFile file) {
    }

    private final JournalFiles files;
    private final int segmentSize;
    private final Clock clock;
    private final RandomGenerator random;
    private final JournalListener listener;
    private final Reached reached;
    private final Parking parking = new Parking();
    private final Queue<Segment> released = new ConcurrentLinkedQueue<>();
    private final Queue<Segment> damaged = new ConcurrentLinkedQueue<>();
    private final Queue<Segment> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger readyCount = new AtomicInteger();
    private final AtomicReference<Segment> readyForCopies = new AtomicReference<>();
    private Runnable whenReady = () -> { };
    private volatile int mostFree = FREE_AT_FIRST;
    private volatile boolean alarmed;
    private volatile boolean wanted;
    private volatile boolean wantedForCopies;
    private volatile boolean keepsReserve;
    private volatile int freeCount;

    // Its own thread's
    private final ArrayDeque<Free> free = new ArrayDeque<>();
    private final Reserve reserve;
    private long nextSequence;

    Spares(JournalFiles files, int segmentSize, long nextSequence, Clock clock, RandomGenerator random,
           JournalListener listener, Reached reached) {
        this.files = files;
        this.reached = reached;
        this.reserve = new Reserve(files, RESERVE);
        this.segmentSize = segmentSize;
        this.nextSequence = nextSequence;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
    }

    void onReady(Runnable task) {
        whenReady = task;
    }

    // From any thread

    /** What a fresh segment has room for, apart from its seal. */
    int capacity() {
        return segmentSize - Chunk.ALIGNMENT - SegmentHeader.SIZE - Seal.GROUP_SIZE;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** How many are ready to be written. */
    int ready() {
        return readyCount.get();
    }

    /** Nothing can be written until there is one. */
    void want() {
        wanted = true;
        parking.signal();
    }

    /** @throws LostFileException when the next one has been taken away while it was ready; nobody has heard of it then */
    Segment take() throws LostFileException {
        Segment next = ready.element();
        next.requireName(Lsn.START);
        reached.taken(next); // forces a page, once for each segment
        return remove();
    }

    private Segment remove() {
        Segment segment = ready.remove();
        wanted = false;
        readyCount.decrementAndGet();
        parking.signal();
        return segment;
    }

    /** A segment that is no part of the log; null if there is none yet, and one is made ready if there is room for it. */
    Segment takeForCopies() {
        Segment segment = readyForCopies.getAndSet(null);
        wantedForCopies = segment == null;
        if (wantedForCopies) parking.signal();
        return segment;
    }

    /** The segment is not needed any more; its file may be. */
    void release(Segment segment) {
        released.add(segment);
        parking.signal();
    }

    /** The segment is damaged, which the next start should know as well. */
    void mark(Segment segment) {
        if (segment.isQuarantined()) return;
        segment.quarantine();
        damaged.add(segment);
        parking.signal();
    }

    /** Keeps a file for when there is no room for another: what makes room has to be written somewhere. */
    void keepReserve() {
        keepsReserve = true;
        parking.signal();
    }

    /** How many files may wait to be used again, at most {@link #MOST_FREE}. */
    void keepFree(int files) {
        mostFree = Math.min(files, MOST_FREE);
        parking.signal();
    }

    /** How many there are, ready or not. */
    int count() {
        return readyCount.get() + freeCount + (readyForCopies.get() == null ? 0 : 1);
    }

    /** Whether there is no room for another segment. */
    boolean isDiskFull() {
        return alarmed;
    }

    /** It is to end. */
    void signal() {
        parking.signal();
    }

    // On its thread

    /** Takes over what was kept for a full disk. */
    void findReserve() throws IOException {
        reserve.find();
    }

    /** Takes over a file that has been free before. */
    void adopt(String name) throws IOException {
        Free spare = new Free(name, files.open(name));
        try {
            keep(spare);
        } catch (IOException e) {
            spare.file.close();
            throw e;
        }
    }

    /** Takes over what an earlier process found out. */
    void adoptMark(String name, Segments segments) throws IOException {
        Segment segment = segments.get(Segment.sequenceOfMark(name));
        if (segment == null) files.delete(name);
        else segment.quarantine();
    }

    /** Prepares one and gives it away at once, from what was kept for a full disk if need be. */
    Segment takeNew() throws IOException {
        wanted = true;
        makeReady();
        return remove();
    }

    void rest(long nanos) {
        parking.park(nanos, () -> false);
    }

    /** Does what there is to do, and says for how many nanoseconds there will be nothing. */
    long turn() {
        try {
            writeMarks();
            freeReleased();
            while (readyCount.get() < READY) {
                makeReady();
                freeReleased(); // filling one with zeros may take as long as using one: this would not end, and nothing be used again
            }
            if (wantedForCopies && readyForCopies.get() == null) makeReadyForCopies();
            if (keepsReserve && reserve.size() != segmentSize) makeReserve();
            while (free.size() > mostFree) delete(free.poll());
            if (alarmed) {
                alarmed = false;
                listener.diskAvailable();
            }
            return Parking.FOREVER;
        } catch (IOException e) {
            return alarm(e);
        } catch (RuntimeException | OutOfMemoryError e) { // the writer would wait for ever if this thread ended
            return alarm(new IOException(e));
        } finally {
            freeCount = free.size();
        }
    }

    void close() throws IOException {
        writeMarks(); // a short life may not have come to it
        for (Free spare : free) spare.file.close();
        for (Segment segment : released) segment.close();
        for (Segment segment : ready) segment.close();
        Segment forCopies = readyForCopies.get();
        if (forCopies != null) forCopies.close();
    }

    private long alarm(IOException reason) {
        if (!alarmed) {
            alarmed = true;
            log.debug("no further segment of the journal can be prepared", reason); // whoever listens says so
            listener.diskFull(reason);
        }
        return RETRY;
    }

    /** Without its mark a segment is found damaged once more, by whoever reads it. */
    private void writeMarks() {
        for (Segment segment = damaged.poll(); segment != null; segment = damaged.poll()) {
            try {
                files.createGrowing(Segment.markName(segment.sequence())).close();
                files.force();
            } catch (IOException e) {
                log.warn("nothing but this line says that segment {} of the journal is damaged", segment.sequence(), e);
            }
        }
    }

    private void freeReleased() throws IOException {
        for (Segment segment = released.poll(); segment != null; segment = released.poll()) {
            if (segment.isQuarantined()) {
                setAside(segment);
                continue;
            }
            Free spare = new Free(Segment.freeName(segment.sequence()), segment.file());
            try {
                files.rename(Segment.name(segment.sequence()), spare.name);
                files.force();
            } catch (IOException e) {
                discard(spare, segment.sequence());
                throw e;
            }
            keep(spare);
        }
    }

    private void setAside(Segment segment) throws IOException {
        String name = Segment.damagedName(segment.sequence());
        log.warn("a segment of the journal is damaged and no longer needed: it is kept as {}", name);
        segment.close();
        files.rename(Segment.name(segment.sequence()), name);
        files.delete(Segment.markName(segment.sequence()));
        files.force();
    }

    private void keep(Free spare) throws IOException {
        boolean isWanted = free.size() < mostFree || readyCount.get() < READY || keepsReserve && reserve.size() == 0;
        if (isWanted && spare.file.size() == segmentSize) free.add(spare);
        else delete(spare);
    }

    private void delete(Free spare) throws IOException {
        spare.file.close();
        files.delete(spare.name);
    }

    private void makeReady() throws IOException {
        Segment next = prepare(false);
        try {
            listener.segmentReady();
        } catch (IOException e) {
            released.add(next);
            throw e;
        }
        ready.add(next);
        readyCount.incrementAndGet();
        whenReady.run();
    }

    /** Where there is no room copies can stand in the log. */
    private void makeReadyForCopies() {
        try {
            readyForCopies.set(prepare(true));
        } catch (IOException e) {
            log.debug("no segment can be prepared for copies", e);
        }
        wantedForCopies = false;
    }

    private Segment prepare(boolean forCopies) throws IOException {
        long sequence = nextSequence++; // used up even if this fails: what half of it left behind is never met again
        Free spare = free.isEmpty() ? create(sequence) : free.poll();
        try {
            int salt = random.nextInt();
            SegmentHeader header = forCopies ? SegmentHeader.ofCopies(sequence, salt, segmentSize, clock.millis())
                    : SegmentHeader.ofLog(sequence, salt, segmentSize, clock.millis());
            header.write(spare.file);
            files.rename(spare.name, Segment.name(sequence));
            files.force();
            return new Segment(NamedFile.of(files, Segment.name(sequence), spare.file), header);
        } catch (IOException e) {
            discard(spare, sequence);
            throw e;
        }
    }

    private void makeReserve() throws IOException {
        Free spare = free.poll();
        if (spare == null) {
            reserve.keep(segmentSize);
        } else {
            spare.file.close();
            reserve.take(spare.name);
        }
    }

    private Free create(long sequence) throws IOException {
        String name = Segment.freeName(sequence);
        try {
            return new Free(name, files.create(name, segmentSize));
        } catch (IOException e) {
            deleteQuietly(name);
            if (!wanted || readyCount.get() > 0 || reserve.size() != segmentSize) throw e;
            log.warn("the journal goes on in the room that was kept for a full disk");
            return new Free(name, reserve.give(name));
        }
    }

    /** Which of its names the file has now is not known, nor whether that is durable: better without it. */
    private void discard(Free spare, long sequence) {
        try {
            spare.file.close();
        } catch (IOException e) {
            log.debug("closing {} failed", spare.name, e);
        }
        deleteQuietly(spare.name);
        deleteQuietly(Segment.name(sequence));
    }

    /** What stays behind is found at the next start. */
    private void deleteQuietly(String name) {
        try {
            files.delete(name);
        } catch (IOException e) {
            log.debug("deleting {} failed", name, e);
        }
    }
}
