package io.leveret.persistence.catalog;

import io.leveret.persistence.DataDirectoryLostException;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes to the log, those that came together as one group, and says when they are stored: the one owner of the log
 * being written. Its thread calls {@link #turn} again and again; a test does so by hand.
 */
final class CatalogWriter {

    /** Told when a log is full and all of it stored. */
    interface Sealed {
        void sealed(long log, int bytes);
    }

    static final long FOREVER = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(CatalogWriter.class);

    /** How soon an idle log vouches for its last group. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final int LARGEST_GROUP = 256 * 1024;

    /** Changes that belong together, or something to do when all before is stored. */
    private record Step(List<byte[]> changes, int size, Runnable task) {
    }

    private final JournalFiles files;
    private final int logSize;
    private final RandomGenerator random;
    private final LongSupplier clock;
    private final CatalogListener listener;
    private final Sealed sealed;
    private final Ownership others;

    // From and to any thread
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final AtomicLong appended = new AtomicLong();
    private volatile long stored;
    private volatile Throwable failure;

    // The writer's own
    private final List<Step> group = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private Log current;
    private int groupSize;
    private Step heldBack;
    private boolean alarmed;
    private boolean vouched = true;
    private long lastWritten;
    private long lastLook;

    /** @param others of the files that are no longer written */
    CatalogWriter(JournalFiles files, Log current, int logSize, RandomGenerator random, LongSupplier clock,
                  CatalogListener listener, Sealed sealed, Ownership others) {
        this.files = files;
        this.current = current;
        this.logSize = logSize;
        this.random = random;
        this.clock = clock;
        this.listener = listener;
        this.sealed = sealed;
        this.others = others;
        this.lastLook = clock.getAsLong();
    }

    // From any thread

    /** Of these changes all are stored, or none. */
    void append(List<byte[]> changes) {
        int size = 0;
        for (byte[] change : changes) size += LogGroup.sizeOf(change);
        appended.incrementAndGet();
        steps.add(new Step(changes, size, null));
    }

    /** Runs the task here and now, if there is nothing to wait for. */
    void whenStored(Runnable task) {
        if (failure != null) return;
        if (stored == appended.get()) task.run();
        else steps.add(new Step(List.of(), 0, task));
    }

    /** There is something other than steps to look at. */
    void wake() {
        steps.add(new Step(List.of(), 0, () -> { }));
    }

    // On its thread

    void rest(long nanos) throws InterruptedException {
        if (alarmed) LockSupport.parkNanos(this, nanos); // whatever comes meanwhile
        if (heldBack != null || alarmed) return;
        heldBack = nanos == FOREVER ? steps.take() : steps.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Does what there is to do, and says for how many nanoseconds there will be nothing. */
    long turn() {
        if (failure != null) return discard();
        try {
            if (!alarmed) gather(); // else the group waits as it is for a log that has room for it
            if (group.isEmpty() && tasks.isEmpty()) return idle();
            if (!group.isEmpty()) {
                if (!hasRoom() && !startNextLog(groupSize)) return RETRY;
                write();
            }
            tasks.forEach(CatalogWriter::run);
            tasks.clear();
            return 0;
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            return FOREVER;
        }
    }

    /** Writes what is left, if there is room. */
    void finish() {
        while (failure == null && (heldBack != null || !steps.isEmpty() || !group.isEmpty())) {
            if (turn() == RETRY) return;
        }
        try {
            if (failure == null && !vouched) vouch();
        } catch (IOException e) {
            fail(e);
        }
    }

    void close() {
        close(current);
    }

    /** Where the log ends that is being written. */
    int end() {
        return current.end();
    }

    /** Ends this log though it has room, for a snapshot of it; returns whether that could be done. */
    boolean startNextLog() {
        try {
            return failure == null && group.isEmpty() && startNextLog(0);
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /** Once this was tried, nothing more is written to this log: the next one, which says where it ends, may be there. */
    private boolean startNextLog(int length) throws IOException {
        Log next;
        try {
            next = Log.create(files, current.number() + 1, Math.max(logSize, Log.sizeFor(length)), current.end(), random);
        } catch (DataDirectoryLostException e) { // which is no lack of room
            throw e;
        } catch (IOException e) {
            alarm(e);
            return false;
        }
        Log before = current;
        current = next;
        vouched = true; // by the new log's header
        if (alarmed) {
            alarmed = false;
            listener.diskAvailable();
        }
        close(before);
        sealed.sealed(before.number(), before.end());
        return true;
    }

    private void gather() {
        while (groupSize < LARGEST_GROUP) {
            Step step = heldBack != null ? heldBack : steps.poll();
            heldBack = null;
            if (step == null) return;
            if (step.task != null) {
                tasks.add(step.task);
            } else if (group.isEmpty() || groupSize + step.size <= room()) {
                group.add(step);
                groupSize += step.size;
            } else {
                heldBack = step;
                return;
            }
        }
    }

    /** What does not fit into this log goes into the next one, which is made as large as it has to be. */
    private int room() {
        return hasRoom() ? current.room() : logSize - Log.sizeFor(0);
    }

    private boolean hasRoom() {
        return groupSize <= current.room();
    }

    private void write() throws IOException {
        ByteBuffer changes = ByteBuffer.allocate(groupSize).order(ByteOrder.LITTLE_ENDIAN);
        for (Step step : group) {
            for (byte[] change : step.changes) changes.putInt(change.length).put(change);
        }
        current.write(changes.flip());
        requireFiles(); // before anybody is told that they are stored
        vouched = false;
        lastWritten = clock.getAsLong();
        stored += group.size();
        group.clear();
        groupSize = 0;
    }

    /** A file that was taken away is missed also by who has nothing to write. */
    private long idle() throws IOException {
        long now = clock.getAsLong();
        if (now - lastLook >= LOOK_EVERY) {
            lastLook = now;
            requireFiles();
        }
        return Math.min(vouchIfIdle(), LOOK_EVERY);
    }

    private void requireFiles() throws IOException {
        others.require();
        current.requireName();
    }

    private long vouchIfIdle() throws IOException {
        if (vouched) return FOREVER;
        long wait = lastWritten + PATIENCE - clock.getAsLong();
        if (wait > 0) return wait;
        vouch();
        return FOREVER;
    }

    /** As nothing else is written until it is forced too, it never stands behind something that is not durable. */
    private void vouch() throws IOException {
        current.write(ByteBuffer.allocate(0));
        vouched = true;
    }

    /** All that counts in it has been forced. */
    private static void close(Log done) {
        try {
            done.close();
        } catch (IOException e) {
            log.warn("closing log {} of the catalog failed", done.number(), e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) { // the others want to know as well
            log.error("what waited for the catalog has failed", e);
        }
    }

    private void alarm(IOException reason) {
        if (alarmed) return;
        alarmed = true;
        log.debug("no further log of the catalog can be made", reason); // whoever listens says so
        listener.diskFull(reason);
    }

    private void fail(Throwable reason) {
        failure = reason;
        log.error("the catalog has failed, nothing is stored any more", reason);
        listener.failed(reason);
        discard();
    }

    private long discard() {
        steps.clear();
        heldBack = null;
        group.clear();
        tasks.clear();
        return FOREVER;
    }
}
