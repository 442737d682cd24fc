package io.leveret.persistence.journal;

import io.leveret.engine.view.StorageHealth.Forces;
import io.leveret.engine.view.StorageHealth.Writes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what producers hand over, in groups: the one owner of the segment being written. Its thread calls {@link #turn}
 * again and again; a test does so by hand.
 */
final class JournalWriter implements ChunkSink {

    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

    /** How long what nobody waits for may wait for company, and how soon an idle log vouches for its last group. */
    static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(50);

    private final LogEnd end;
    private final LongSupplier clock;
    private final JournalListener listener;
    private final Parking parking = new Parking();
    private final LookOut lookOut;

    // From the producers
    private final Intake intake;
    private final Reminders reminders = new Reminders();
    private final Queue<Runnable> whenForced = new ConcurrentLinkedQueue<>();

    // To whoever looks
    private final WriteCounts counts = new WriteCounts();
    private final ForceTimes forceTimes;

    // To everybody
    private volatile SyncPolicy policy;
    private volatile long durableLsn;
    private volatile long toldLsn; // what is durable below it is on its way to the producers' loops
    private volatile Throwable failure;
    private volatile Throwable reasonToGiveUp;

    // The writer's own
    private final TransactionsUnderWay transactions = new TransactionsUnderWay(); // others may ask
    private final Group group = new Group();
    private final GroupLimit limit = new GroupLimit();
    private final Pace pace = new Pace();
    private final List<JournalProducer> toCall = new ArrayList<>();
    private final ForceAhead ahead; // has a thread of its own
    private boolean rewriting;
    private boolean unforced;
    private boolean vouched = true;
    private long groupStarted;
    private long lastWritten;
    private long lastForced;

    /** @param soFar where the log ends; it goes on in a new segment */
    JournalWriter(LogEnd end, long soFar, JournalSettings settings, LongSupplier clock, JournalListener listener) {
        this.end = end;
        this.durableLsn = soFar;
        this.toldLsn = soFar;
        this.policy = settings.sync();
        this.intake = new Intake(settings.inFlight());
        this.clock = clock;
        this.lookOut = new LookOut(clock);
        this.ahead = new ForceAhead(settings.segmentSize());
        this.forceTimes = new ForceTimes(clock.getAsLong());
        this.listener = listener;
    }

    // From any thread

    @Override
    public void handOver(Chunk chunk) {
        intake.add(chunk);
        if (chunk.length() >= Pace.CROWD || intake.isBusy()) parking.rouse();
        else parking.wake();
    }

    @Override
    public void remind(JournalProducer producer) {
        reminders.ask(producer);
        parking.wake();
    }

    boolean isBusy() {
        return intake.isBusy();
    }

    /** Runs the task, on the writer's thread, when no more than half of what makes it busy is left. */
    void whenDrained(Runnable task) {
        intake.whenDrained(task);
        parking.signal();
    }

    /** Runs the task, on the writer's thread, when all that is stored by now has been forced, whatever the policy. */
    void whenForced(Runnable task) {
        whenForced.add(task);
        parking.signal();
    }

    long durableLsn() {
        return durableLsn;
    }

    @Override
    public int likelySalt() {
        return end.likelySalt();
    }

    SyncPolicy policy() {
        return policy;
    }

    void use(SyncPolicy newPolicy) {
        policy = newPolicy;
        parking.signal();
    }

    /** Whether all that was handed over is on the disk; to be asked when its thread has ended. */
    boolean isWhole() {
        return failure == null && intake.isEmpty() && group.isEmpty() && !unforced;
    }

    boolean hasFailed() {
        return failure != null;
    }

    Forces forces() {
        return forceTimes.at(clock.getAsLong());
    }

    Writes writes() {
        return new Writes(counts.groups(), counts.records(), counts.bytes(), intake.chunks(), intake.bytes(), isBusy());
    }

    ForceAhead ahead() {
        return ahead;
    }

    /** There is something new to look at: a segment, or the end. */
    void signal() {
        parking.signal();
    }

    /**
     * From where on the log has to be read to know all that is not durable, or that a producer's loop has not been given a task
     * to hear of, and every transaction wholly.
     */
    long replayStart() {
        while (true) {
            long durable = durableLsn;
            long start = Math.min(toldLsn, transactions.start());
            if (durable == durableLsn) return start;
        }
    }

    /** Nothing more is to be written, whatever waits. */
    void giveUp(Throwable reason) {
        reasonToGiveUp = reason;
        parking.signal();
    }

    // On its thread

    void rest(long nanos) {
        long wait = Math.min(nanos, companyAwaited(clock.getAsLong()));
        if (wait > 0) {
            parking.doze(wait, intake::isBusy);
            return;
        }
        if (lookOut.sees(this::hasWork, nanos)) return;
        parking.park(nanos, this::hasWork);
        lookOut.rested(hasWork());
    }

    /** For how long the group, or what will be one, waits for company. */
    private long companyAwaited(long now) {
        SyncPolicy sync = policy;
        if (sync.kind() != SyncPolicy.Kind.GROUP || intake.isBusy()) return 0;
        if (sync.pause().isZero()) return group.bytes() < Pace.CROWD ? pace.left(now) : 0;
        return group.isEmpty() ? 0 : groupStarted + sync.pause().toNanos() - now;
    }

    private boolean hasWork() {
        return !end.waits() && (intake.hasNew() || reminders.areAsked());
    }

    /** Does what there is to do, and says for how many nanoseconds there will be nothing. */
    long turn() {
        if (reasonToGiveUp != null && failure == null) fail(reasonToGiveUp);
        if (failure != null) return discard();
        try {
            if (!whenForced.isEmpty()) forceForOthers();
            long now = clock.getAsLong();
            gather(now);
            if (group.isEmpty() && intake.holdsBack()) {
                if (!startNextSegment()) return Parking.FOREVER;
                gather(now);
            }
            long nanos = group.isEmpty() ? idle(now) : write(now);
            toldLsn = durableLsn;
            return nanos;
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            return Parking.FOREVER;
        }
    }

    /** Writes and forces what is left, whatever the policy; returns whether there was a segment for all of it. */
    boolean finish() {
        policy = SyncPolicy.GROUP;
        pace.stop();
        if (reasonToGiveUp != null) turn();
        while (failure == null && (!intake.isEmpty() || !group.isEmpty())) {
            if (turn() == Parking.FOREVER && end.waits()) return false;
        }
        try {
            if (failure == null && unforced) force();
            if (failure == null) vouch();
            toldLsn = durableLsn;
        } catch (IOException e) {
            fail(e);
        }
        return true;
    }

    /** Takes as many chunks as fit into the group and the segment. */
    private void gather(long now) {
        if (rewriting) return;
        boolean waiting = !group.isEmpty();
        intake.fill(group, limit.bytes(), end.room());
        if (!waiting && !group.isEmpty()) groupStarted = now;
    }

    private long write(long now) throws IOException {
        SyncPolicy sync = policy;
        if (!end.hasSegment() && !startNextSegment()) return Parking.FOREVER;
        long wait = companyAwaited(now);
        if (wait > 0 && !rewriting && !intake.holdsBack() && group.bytes() < limit.bytes()) return wait;
        try {
            end.write(group, durableLsn);
        } catch (IOException e) {
            abandonSegment(e);
            return 0;
        }
        written();
        vouched = false;
        if (sync.kind() == SyncPolicy.Kind.GROUP) force();
        else ahead.wrote(end.segment().file(), group.bytes());
        long done = clock.getAsLong();
        limit.took(group.bytes(), done - now);
        pace.forced(now, group.messages(), group.bytes());
        lastWritten = done;
        complete();
        group.clear();
        return sync.kind() == SyncPolicy.Kind.INTERVAL ? forceIfDue(done, 0) : 0;
    }

    private void written() {
        end.written(group);
        counts.add(group);
        rewriting = false;
        unforced = true;
        for (Chunk chunk : group.chunks()) {
            chunk.tell(transactions, durableLsn);
            end.countLive(chunk);
        }
    }

    private void force() throws IOException {
        long start = clock.getAsLong();
        ahead.finish();
        end.force();
        unforced = false;
        lastForced = clock.getAsLong();
        forceTimes.add(start, lastForced);
        durableLsn = end.lsn();
        transactions.forced();
    }

    /** Gives the chunks back, and calls each producer once. */
    private void complete() {
        long bytes = 0;
        for (Chunk chunk : group.chunks()) {
            bytes += chunk.memory();
            JournalProducer producer = chunk.producer();
            producer.done(chunk);
            if (!toCall.contains(producer)) toCall.add(producer);
        }
        for (JournalProducer producer : toCall) run(producer::call);
        toCall.clear();
        intake.stored(bytes);
        intake.runDrained();
    }

    /** A loop that has ended and takes no task is no failure of the journal. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.warn("the journal could not tell what it has done", e);
        }
    }

    // With nothing to write

    private long idle(long now) throws IOException {
        intake.runDrained();
        long wait = reminders.remind(now, producer -> run(producer::remindNow));
        SyncPolicy.Kind kind = policy.kind();
        if (kind == SyncPolicy.Kind.GROUP && unforced) force(); // the policy was another when it was written
        if (kind == SyncPolicy.Kind.INTERVAL && unforced) wait = Math.min(wait, forceIfDue(now, Parking.FOREVER));
        if (vouched || unforced) return wait;
        if (now - lastWritten < PATIENCE) return Math.min(wait, lastWritten + PATIENCE - now);
        vouch();
        return wait;
    }

    /** The last group has none behind it that says it was durable, so that damage to it would pass for its never having been. */
    private void vouch() throws IOException {
        if (vouched || !end.hasSegment() || end.room() < GroupHeader.SIZE) return;
        vouched = true;
        try {
            end.write(group, durableLsn);
        } catch (IOException e) {
            abandonSegment(e);
            rewriting = false;
            return;
        }
        written();
        force();
    }

    private void forceForOthers() throws IOException {
        if (unforced) force();
        for (Runnable task = whenForced.poll(); task != null; task = whenForced.poll()) run(task);
    }

    private long forceIfDue(long now, long otherwise) throws IOException {
        long due = lastForced + policy.pause().toNanos();
        if (now < due) return otherwise == 0 ? 0 : Math.min(otherwise, due - now);
        force();
        return otherwise;
    }

    // From one segment to the next

    /** A full segment is durable before anything is written to the next one. Returns false if there is none yet. */
    private boolean startNextSegment() throws IOException {
        if (!end.hasNext()) return false;
        if (end.hasSegment()) {
            end.seal(durableLsn);
            force();
        }
        end.startNext();
        return true;
    }

    /** Nothing is written behind what may have been written in part: once more in another segment, and only once. */
    private void abandonSegment(IOException reason) throws IOException {
        if (rewriting) throw reason;
        log.error("writing to segment {} of the journal failed, going on in another", end.segment().sequence(), reason);
        if (unforced) force();
        rewriting = true;
        end.giveUpSegment();
    }

    private void fail(Throwable reason) {
        failure = reason;
        log.error("the journal has failed, nothing is stored any more", reason);
        listener.failed(reason);
    }

    private long discard() {
        intake.discard();
        return Parking.FOREVER;
    }
}
