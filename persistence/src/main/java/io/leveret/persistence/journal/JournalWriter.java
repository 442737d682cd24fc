package io.leveret.persistence.journal;

import io.leveret.engine.view.StorageHealth.Writes;
import java.io.IOException;
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
    private final Durability durability;

    // To everybody
    private volatile SyncPolicy policy;
    private volatile Throwable failure;
    private volatile Throwable reasonToGiveUp;

    // The writer's own
    private final Group group = new Group();
    private final GroupLimit limit = new GroupLimit();
    private final Overlap overlap;
    private final Returns returns;
    private boolean rewriting;
    private boolean vouched = true;
    private long groupStarted;
    private long lastWritten;

    /** @param soFar where the log ends; it goes on in a new segment */
    JournalWriter(LogEnd end, long soFar, JournalSettings settings, LongSupplier clock, JournalListener listener) {
        this.end = end;
        this.durability = new Durability(end, soFar, settings.segmentSize(), clock, parking::wake);
        this.policy = settings.sync();
        this.intake = new Intake(settings.inFlight());
        this.returns = new Returns(intake);
        this.overlap = new Overlap(settings.segmentSize());
        this.clock = clock;
        this.lookOut = new LookOut(clock);
        this.listener = listener;
    }

    // From any thread

    @Override
    public void handOver(Chunk chunk) {
        if (!intake.add(chunk)) return;
        if (intake.isBusy()) parking.rouse();
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

    Durability durability() {
        return durability;
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
        return failure == null && intake.isEmpty() && group.isEmpty() && durability.isWhole();
    }

    boolean hasFailed() {
        return failure != null;
    }

    Writes writes() {
        return new Writes(counts.groups(), counts.records(), counts.bytes(), intake.chunks(), intake.bytes(), isBusy());
    }

    /** There is something new to look at: a segment, or the end. */
    void signal() {
        parking.signal();
    }

    /** Nothing more is to be written, whatever waits. */
    void giveUp(Throwable reason) {
        reasonToGiveUp = reason;
        parking.signal();
    }

    // On its thread

    void rest(long nanos) {
        if (durability.isForcing()) {
            parking.park(nanos, this::hasWork); // not to be kept waiting by company, nor kept awake
            return;
        }
        long wait = Math.min(nanos, companyAwaited(clock.getAsLong()));
        if (wait > 0) {
            parking.doze(wait, intake::isBusy);
            return;
        }
        if (lookOut.sees(this::hasWork, nanos)) return;
        parking.park(nanos, this::hasWork);
        lookOut.rested(hasWork());
    }

    /** For how long the group waits for company. */
    private long companyAwaited(long now) {
        SyncPolicy sync = policy;
        if (sync.kind() != SyncPolicy.Kind.GROUP || intake.isBusy() || group.isEmpty()) return 0;
        return groupStarted + sync.pause().toNanos() - now;
    }

    private boolean hasWork() {
        if (failure != null) return intake.hasNew();
        if (durability.isForcing()) return durability.hasNews() || intake.hasNew();
        return !end.waits() && (intake.hasNew() || reminders.areAsked());
    }

    /** Does what there is to do, and says for how many nanoseconds there will be nothing. */
    long turn() {
        if (reasonToGiveUp != null && failure == null) fail(reasonToGiveUp);
        if (failure != null) return discard();
        try {
            if (durability.hasNews()) takeForced();
            long nanos = work();
            durability.told();
            intake.want(wanted());
            return nanos;
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            return Parking.FOREVER;
        }
    }

    private long work() throws IOException {
        if (!whenForced.isEmpty()) {
            if (durability.isForcing()) return Parking.FOREVER;
            forceForOthers();
        }
        long now = clock.getAsLong();
        gather(now);
        if (group.isEmpty() && intake.holdsBack()) {
            if (!startNextSegment()) return Parking.FOREVER;
            gather(now);
        }
        return group.isEmpty() ? idle(now) : write(now);
    }

    /** Writes and forces what is left, whatever the policy; returns whether there was a segment for all of it. */
    boolean finish() {
        policy = SyncPolicy.GROUP;
        if (reasonToGiveUp != null) turn();
        while (failure == null && (!intake.isEmpty() || !group.isEmpty() || durability.isForcing())) {
            if (durability.isForcing()) durability.forcer().turn();
            if (turn() == Parking.FOREVER && end.waits()) return false;
        }
        try {
            if (failure == null && !durability.isWhole()) durability.force();
            if (failure == null) vouch();
            durability.told();
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
        if (durability.isForcing() && !mayGoAhead(sync)) return Parking.FOREVER;
        if (!end.hasSegment() && !startNextSegment()) return Parking.FOREVER;
        long wait = companyAwaited(now);
        if (wait > 0 && !rewriting && !intake.holdsBack() && group.bytes() < limit.bytes()) return wait;
        try {
            end.write(group, durability.lsn());
        } catch (IOException e) {
            abandonSegment(e);
            return 0;
        }
        written();
        vouched = false;
        boolean isGroup = sync.kind() == SyncPolicy.Kind.GROUP;
        if (isGroup && (durability.isForcing() || overlap.pays(group.bytes()))) {
            durability.forceMeanwhile(group, now);
        } else {
            if (isGroup) durability.force();
            else durability.forceAhead(group);
            stored(now);
        }
        group.clear();
        return sync.kind() == SyncPolicy.Kind.INTERVAL ? forceIfDue(lastWritten, 0) : 0;
    }

    /** One group may stand behind that which is being forced, if it is worth a write of its own. */
    private boolean mayGoAhead(SyncPolicy sync) {
        boolean isInOrder = sync.kind() == SyncPolicy.Kind.GROUP && !rewriting && !durability.isAhead();
        return isInOrder && group.bytes() >= overlap.least();
    }

    /** What the writer would do with more, while it waits for the forcer. */
    private long wanted() {
        if (!durability.isForcing()) return 0;
        boolean isFull = intake.holdsBack() || durability.isAhead() || rewriting || !whenForced.isEmpty();
        return isFull ? Parking.FOREVER : Math.max(1, overlap.least() - group.bytes());
    }

    private void written() {
        end.written(group);
        counts.add(group);
        rewriting = false;
        durability.wrote(group);
        for (Chunk chunk : group.chunks()) end.countLive(chunk);
    }

    /** The group is as durable as it has to be. */
    private void stored(long since) {
        lastWritten = clock.getAsLong();
        limit.took(group.bytes(), lastWritten - since);
        overlap.forced(intake.waiting());
        returns.add(group.chunks());
        returns.call();
    }

    private void takeForced() throws IOException {
        durability.take(returns, limit);
        lastWritten = durability.lastForced();
        overlap.forced(durability.isForcing() ? Long.MAX_VALUE : group.bytes() + intake.waiting());
        returns.call();
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
        if (durability.isForcing()) return wait;
        SyncPolicy.Kind kind = policy.kind();
        if (kind == SyncPolicy.Kind.GROUP && !durability.isWhole()) durability.force(); // the policy was another when it was written
        if (kind == SyncPolicy.Kind.INTERVAL && !durability.isWhole()) wait = Math.min(wait, forceIfDue(now, Parking.FOREVER));
        if (vouched || !durability.isWhole()) return wait;
        if (now - lastWritten < PATIENCE) return Math.min(wait, lastWritten + PATIENCE - now);
        vouch();
        return wait;
    }

    /** The last group has none behind it that says it was durable, so that damage to it would pass for its never having been. */
    private void vouch() throws IOException {
        if (vouched || !end.hasSegment() || end.room() < GroupHeader.SIZE) return;
        vouched = true;
        try {
            end.write(group, durability.lsn());
        } catch (IOException e) {
            abandonSegment(e);
            rewriting = false;
            return;
        }
        written();
        durability.force();
    }

    private void forceForOthers() throws IOException {
        if (!durability.isWhole()) durability.force();
        for (Runnable task = whenForced.poll(); task != null; task = whenForced.poll()) run(task);
    }

    private long forceIfDue(long now, long otherwise) throws IOException {
        long due = durability.lastForced() + policy.pause().toNanos();
        if (now < due) return otherwise == 0 ? 0 : Math.min(otherwise, due - now);
        durability.force();
        return otherwise;
    }

    // From one segment to the next

    /** A full segment is durable before anything is written to the next one. Returns false if it is not, or if there is no next yet. */
    private boolean startNextSegment() throws IOException {
        if (durability.isForcing() || !end.hasNext()) return false;
        if (end.hasSegment()) {
            end.seal(durability.lsn());
            durability.force();
        }
        end.startNext();
        return true;
    }

    /** Nothing is written behind what may have been written in part: once more in another segment, and only once. */
    private void abandonSegment(IOException reason) throws IOException {
        if (rewriting) throw reason;
        log.error("writing to segment {} of the journal failed, going on in another", end.segment().sequence(), reason);
        if (!durability.isWhole() && !durability.isForcing()) durability.force();
        rewriting = true;
        end.giveUpSegment();
    }

    private void fail(Throwable reason) {
        failure = reason;
        log.error("the journal has failed, nothing is stored any more", reason);
        intake.want(0);
        listener.failed(reason);
    }

    private long discard() {
        intake.discard();
        return Parking.FOREVER;
    }
}
