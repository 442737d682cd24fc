package io.leveret.persistence.journal;

import io.leveret.engine.view.StorageHealth.Forces;
import io.leveret.engine.view.StorageHealth.Writes;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message journal of a broker: one log for all queues. Event loops append through a {@link JournalProducer} each; threads
 * of its own write groups, force them and prepare segments.
 */
public final class Journal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private static final long LONGEST_FINISH = TimeUnit.SECONDS.toNanos(5);
    private static final long FINISH_STEP = TimeUnit.MILLISECONDS.toNanos(100);

    private final JournalSettings settings;
    private final Segments segments;
    private final Spares spares;
    private final Reached reached;
    private final JournalWriter writer;
    private final ReplayReport replayed;
    private final AtomicLong transactionIds = new AtomicLong();
    private final Thread writerThread = new Thread(this::runWriter, "journal-writer");
    private final Thread forcerThread = new Thread(this::runForcer, "journal-forcer");
    private final Thread sparesThread = new Thread(this::runSpares, "journal-segments");
    private volatile boolean closing;
    private volatile boolean written;

    private Journal(JournalSettings settings, Segments segments, Spares spares, Reached reached, JournalWriter writer,
                    ReplayReport replayed) {
        this.reached = reached;
        this.settings = settings;
        this.segments = segments;
        this.spares = spares;
        this.writer = writer;
        this.replayed = replayed;
    }

    /** Reads what is there, then starts the threads. */
    public static Journal open(JournalFiles files, JournalSettings settings, ReplayRequest request, JournalListener listener)
            throws IOException {
        Journal journal = open(files, settings, request, listener, Clock.systemUTC(), System::nanoTime,
                RandomGenerator.getDefault());
        journal.sparesThread.start();
        journal.forcerThread.start();
        journal.writerThread.start();
        return journal;
    }

    /** Reads what is there, and leaves the turns of {@link #writer}, its {@link Forcer} and {@link #spares} to the caller. */
    static Journal open(JournalFiles files, JournalSettings settings, ReplayRequest request, JournalListener listener,
                        Clock clock, LongSupplier nanoTime, RandomGenerator random) throws IOException {
        List<ReplayReport.Lost> lost = new ArrayList<>();
        SegmentFiles found = SegmentFiles.open(files, request.salvage(), lost);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        opened.push(found::close);
        try {
            Chain chain = Chain.find(found, request, lost);
            Replay replay = new Replay(request, lost);
            ReplayReport report = replay.run(chain);
            Segments segments = new Segments();
            found.segments.values().forEach(segments::add);
            found.copies.values().forEach(segments::add);
            boolean hasSpares = !chain.unused().isEmpty() || !found.free.isEmpty();
            long newest = Math.max(Lsn.segment(request.from()), request.visitor().newestSegment());
            long nextSequence = Math.max(found.nextSequence, newest + 1);
            Reached reached = Reached.open(files, found.saysHowFar);
            opened.push(reached::close);
            Spares spares = new Spares(files, settings.segmentSize(), nextSequence, clock, random, listener, reached);
            opened.push(spares::close);
            for (Segment unused : chain.unused()) giveBack(segments.remove(unused.sequence()), spares, reached);
            spares.findReserve();
            for (String name : found.free) spares.adopt(name);
            for (String name : found.marks) spares.adoptMark(name, segments);
            replay.damaged().forEach(spares::mark);
            forceRead(chain);
            Optional<Segment> anew = request.salvage() ? Optional.of(beginAnew(segments, spares)) : Optional.empty();
            long soFar = anew.map(segment -> Lsn.of(segment.sequence(), SegmentHeader.SIZE)).orElse(report.end());
            LogEnd end = new LogEnd(segments, spares, report.nextGroup());
            if (anew.isPresent()) end.goOnIn(Tail.ofEmpty(anew.get()));
            else if (!hasSpares) goOnInLast(replay, end);
            JournalWriter writer = new JournalWriter(end, soFar, settings, nanoTime, listener);
            spares.onReady(writer::signal);
            return new Journal(settings, segments, spares, reached, writer, report);
        } catch (IOException | RuntimeException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    /** After a failure, which is what its caller is to hear of. */
    private static void closeAll(Deque<AutoCloseable> opened, Exception reason) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** One that was taken, and in which nothing stands, keeps its name until nothing says that it was taken. */
    private static void giveBack(Segment unused, Spares spares, Reached reached) throws IOException {
        if (reached.names(unused) && !reached.forget()) unused.close();
        else spares.release(unused);
    }

    /** What the last process wrote may be in the operating system's memory only, and the next segment calls it durable. */
    private static void forceRead(Chain chain) throws IOException {
        for (Chain.Link link : chain.links()) link.segment().file().force();
    }

    /**
     * Whatever was damaged, nothing before this segment is ever read as a log again, once there is a checkpoint that has it
     * read from here. It is there before the checkpoint is.
     */
    private static Segment beginAnew(Segments segments, Spares spares) throws IOException {
        Segment segment = spares.takeNew();
        segments.add(segment);
        return segment;
    }

    private static void goOnInLast(Replay replay, LogEnd end) throws IOException {
        Optional<Tail> tail = replay.tail().filter(found -> !found.segment().isQuarantined() && found.segment().header().isCurrent());
        if (tail.isEmpty()) return;
        tail.get().clear();
        end.goOnIn(tail.get());
    }

    /** What was found when it was opened. */
    public ReplayReport replayed() {
        return replayed;
    }

    /** The way in for an event loop. The listener is called on it, through the executor. */
    public JournalProducer producer(Executor loop, JournalProducer.Listener listener) {
        return new JournalProducer(writer, settings, loop, listener);
    }

    /** Begins a transaction; callable from any thread. */
    public JournalTransaction begin() {
        return new JournalTransaction(replayed.nextGroup(), transactionIds.incrementAndGet());
    }

    /** The way in for messages that are written once more, to segments of their own; there is to be one. */
    public Copies copies() {
        return new Copies(settings, segments, spares);
    }

    public JournalReader reader() {
        return new JournalReader(this);
    }

    /** Whether so much is on its way to the disk that its sources should pause. */
    public boolean isBusy() {
        return writer.isBusy();
    }

    /** Runs the task, on the writer's thread, when half of what makes it busy is written. */
    public void whenDrained(Runnable task) {
        writer.whenDrained(task);
    }

    /** Runs the task, on the writer's thread, when all that is stored by now is on the disk, whatever the sync policy. */
    public void whenForced(Runnable task) {
        writer.whenForced(task);
    }

    /** Everything below has been forced. */
    public long durableLsn() {
        return writer.durability().lsn();
    }

    /** From where on the log must be read to know what is not durable yet, and every transaction wholly: for checkpoints. */
    public long replayStart() {
        return writer.durability().replayStart();
    }

    public SyncPolicy sync() {
        return writer.policy();
    }

    public void sync(SyncPolicy policy) {
        writer.use(policy);
    }

    /** Bytes that each segment takes. */
    public int segmentSize() {
        return settings.segmentSize();
    }

    /** The segments in use, oldest first. */
    public Collection<Segment> segments() {
        return segments.all();
    }

    /**
     * The segment with what stands there, or nothing if it was freed. After opening, the counts of all are 0: only the caller
     * knows which messages are still in a queue.
     */
    public Optional<Segment> segmentOf(long lsn) {
        return Optional.ofNullable(segments.get(Lsn.segment(lsn)));
    }

    /** Keeps room for one more segment, for when there is no other. */
    public void keepReserve() {
        spares.keepReserve();
    }

    /** Says in a file of its own how far the log has come, so that its end cannot get lost unnoticed; to be called now and then. */
    public void noteReach() {
        reached.durable(writer.durability().lsn());
    }

    /** Segments must have their names as long as they are in use; looks at some. To be called now and then, by one thread. */
    public void requireFiles() throws LostFileException {
        segments.requireNames(writer.durability().lsn(), this::leave);
    }

    /** How many files of segments that were released may wait to be used again; a few in any case. */
    public void keepSpares(int files) {
        spares.keepFree(files);
    }

    /** Whether there is no room on the disk for another segment. */
    public boolean isDiskFull() {
        return spares.isDiskFull();
    }

    /** How long the disk takes to force. */
    public Forces forces() {
        return writer.durability().forces();
    }

    /** What was written, and what waits for it. */
    public Writes writes() {
        return writer.writes();
    }

    /** How many files are ready to be used, or wait to be used again. */
    public int spareSegments() {
        return spares.count();
    }

    /** How many bytes may be written that nobody waits for. Where there is no room acknowledgements have the other half of what is left. */
    public long roomForCopies() {
        if (!isDiskFull()) return Long.MAX_VALUE;
        long left = settings.segmentSize() - Lsn.offset(writer.durability().lsn());
        return (left + (long) spares.ready() * settings.segmentSize()) / 2;
    }

    /** The number of the next segment in use behind this one. */
    public OptionalLong segmentAfter(long sequence) {
        return segments.after(sequence);
    }

    /**
     * Gives a segment's file back. Nothing in it may be needed any more: no message of it is in a queue, and the log will be
     * read from behind it at the next start. Such reading sees only whether the segments it has to read are all there.
     */
    public void release(Segment segment) {
        if (!segment.holdsCopies() && segment.sequence() >= Lsn.segment(writer.durability().lsn())) {
            throw new IllegalArgumentException("segment " + segment.sequence() + " is being written");
        }
        if (segments.remove(segment.sequence()) != null) leave(segment);
    }

    /**
     * Something in the segment is damaged: when nobody needs it any more its file is set aside, not used again. That is
     * remembered beyond a restart.
     */
    public void quarantine(long sequence) {
        Segment segment = segments.get(sequence);
        if (segment != null) spares.mark(segment);
    }

    /** The numbers of segments in which something is known to be damaged. */
    public List<Long> damaged() {
        return segments.all().stream().filter(Segment::isQuarantined).map(Segment::sequence).toList();
    }

    /** For reading in the segment, whose file stays as it is until that is closed. Null if it was freed. */
    public SegmentReader read(long sequence) {
        Segment segment = segments.get(sequence);
        return segment != null && segment.use() ? new SegmentReader(segment, () -> leave(segment)) : null;
    }

    private void leave(Segment segment) {
        if (segment.leave()) spares.release(segment);
    }

    /** Nothing more is stored, and nobody is told that anything is: as if a write had failed. Callable from any thread. */
    public void fail(Throwable reason) {
        writer.giveUp(reason);
    }

    /** After closing: whether all that was handed over is on the disk. */
    public boolean isWhole() {
        return writer.isWhole();
    }

    /** Writes and forces what was handed over, unless the journal has failed. */
    @Override
    public void close() throws IOException {
        closing = true;
        if (writerThread.getState() == Thread.State.NEW) writer.finish(); // the caller has turned it, and still does
        writer.signal();
        join(writerThread);
        written = true;
        writer.durability().forcer().signal();
        join(forcerThread);
        spares.signal();
        join(sparesThread);
        segments.close();
        spares.close();
        reached.close();
    }

    JournalWriter writer() {
        return writer;
    }

    Spares spares() {
        return spares;
    }

    private void runWriter() {
        while (!closing) {
            long nanos = writer.turn();
            if (nanos > 0) writer.rest(nanos);
        }
        long deadline = System.nanoTime() + LONGEST_FINISH;
        while (!writer.finish()) {
            if (System.nanoTime() > deadline) {
                log.error("the journal was closed without a segment for what was still to be written");
                return;
            }
            writer.rest(FINISH_STEP);
        }
    }

    private void runForcer() {
        while (!written) {
            writer.durability().forcer().turn();
            writer.durability().forcer().rest();
        }
    }

    private void runSpares() {
        while (!written) spares.rest(spares.turn());
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
