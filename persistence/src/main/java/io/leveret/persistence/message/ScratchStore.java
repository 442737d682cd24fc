package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.UnforcedFiles;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.Segment;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages go that find no room in the heap and need not outlive the process: a journal of its own that nobody
 * forces, opened when the first message comes. A segment is used again as soon as nothing in it is needed.
 */
final class ScratchStore implements JournalListener, AutoCloseable {

    /** Opens the journal that messages go to. */
    interface Opening {
        Journal open(JournalFiles files, JournalListener listener) throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(ScratchStore.class);

    /** Files that wait to be used again. */
    private static final int SPARES = 2;

    private final JournalFiles files;
    private final Opening opening;
    private final JournalListener listener;
    private final Executor reading;
    private final Map<Loop, LoopScratch> loops = new ConcurrentHashMap<>();
    private volatile Journal journal;
    private volatile boolean failed;

    /**
     * Deletes what the last process has left there.
     *
     * @param listener is told when the disk is full, and when it is not any more
     * @param reading  may wait for the disk
     */
    ScratchStore(JournalFiles files, Opening opening, JournalListener listener, Executor reading) throws IOException {
        this.files = new UnforcedFiles(files);
        this.opening = opening;
        this.listener = listener;
        this.reading = reading;
        clear();
    }

    /** What the queues of a loop share. */
    LoopScratch of(Loop loop) {
        return loops.computeIfAbsent(loop, unknown -> new LoopScratch(loop, this));
    }

    /** Whether messages can still go there. */
    boolean isUsable() {
        return !failed;
    }

    /** Null if it was never needed. */
    Journal journalOrNull() {
        return journal;
    }

    boolean isBusy() {
        Journal opened = journal;
        return opened != null && !failed && opened.isBusy();
    }

    /** Runs the task when it is not busy any more. */
    void whenDrained(Runnable task) {
        Journal opened = journal;
        if (opened == null || failed) task.run();
        else opened.whenDrained(task);
    }

    /** Null when it cannot be opened. Creates no more than three threads and lists an empty folder, so a loop may wait for it. */
    synchronized Journal journal() {
        if (journal != null || failed) return journal;
        try {
            Journal opened = opening.open(files, this);
            opened.keepSpares(SPARES);
            journal = opened;
        } catch (IOException e) {
            failed(e);
        }
        return journal;
    }

    /** So many messages of the segment are not needed any more. */
    void left(long sequence, int messages) {
        Segment segment = journal.segmentOf(Lsn.of(sequence, 0)).orElse(null);
        if (segment == null) return;
        segment.settle(messages);
        if (segment.live() == 0) freeUnused();
    }

    /** The message is not needed any more, nor are the pieces of its body, which the message itself knows. */
    void leftLarge(long location) {
        reading.execute(() -> {
            try {
                for (long part : journal.reader().parts(Location.lsn(location))) left(Lsn.segment(part), 1);
            } catch (IOException e) { // the segments stay, and go with the process
                log.warn("cannot free what belongs to the message at {}", Location.describe(location), e);
            }
            left(Lsn.segment(Location.lsn(location)), 1);
        });
    }

    /** Gives back segments that nobody needs and nobody writes. */
    void freeUnused() {
        for (Segment segment : journal.segments()) {
            boolean written = Lsn.of(segment.sequence() + 1, 0) <= journal.durableLsn();
            if (written && segment.live() == 0) journal.release(segment);
        }
    }

    @Override
    public void diskFull(IOException reason) {
        listener.diskFull(reason);
    }

    @Override
    public void diskAvailable() {
        listener.diskAvailable();
    }

    /** What is on its way stays in the heap, and the broker goes on without this place. */
    @Override
    public void failed(Throwable reason) {
        failed = true;
        log.error("messages can no longer be moved from memory to the disk", reason);
    }

    @Override
    public void close() throws IOException {
        if (journal != null) journal.close();
        clear();
    }

    private void clear() throws IOException {
        for (String name : files.list()) files.delete(name);
    }
}
