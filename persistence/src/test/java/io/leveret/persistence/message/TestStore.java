package io.leveret.persistence.message;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store on files in memory, with two loops that are turned by hand. */
public final class TestStore {

    static final long SLACK = 6 * TestJournal.SEGMENT;

    public final HandLoop here = new HandLoop();
    final HandLoop there = new HandLoop();
    final HandBackground behind = new HandBackground();
    public final JournalStore store;
    TestJournal journal;
    private TestJournal scratch; // null until needed
    private long nanos = 1;

    private TestStore(MemoryFiles files, JournalSettings settings, boolean salvage) throws IOException {
        this(files, files, files.nextSeed(), settings, salvage);
    }

    private TestStore(JournalFiles files, JournalFiles checkpoints, long seed, JournalSettings settings, boolean salvage) throws IOException {
        ReaderThreads threads = new ReaderThreads();
        ScratchStore scratchStore = new ScratchStore(new MemoryFiles(1), (empty, listener) -> {
            scratch = TestJournal.open(empty, 1, settings.withSync(SyncPolicy.OS), listener);
            return scratch.journal;
        }, null, threads);
        StoreSources sources = new StoreSources((request, listener) -> {
            journal = TestJournal.open(files, seed, settings, request);
            return journal.journal;
        }, checkpoints, scratchStore, new IndexSpill(new MemoryFiles(2), 0, behind, reason -> { }), threads, behind, Ownership.UNQUESTIONED, StoreSettings.NUMBERS, SLACK, () -> nanos, () -> nanos / 1_000_000);
        store = StoreOpening.open(sources, salvage, null);
    }

    /** On other files than those in memory. */
    public static TestStore open(JournalFiles journal, JournalFiles checkpoints, long seed, boolean salvage) throws IOException {
        return new TestStore(journal, checkpoints, seed, TestJournal.SMALL, salvage);
    }

    static TestStore salvage(MemoryFiles files) throws IOException {
        return new TestStore(files, TestJournal.SMALL, true);
    }

    static TestStore open(MemoryFiles files) throws IOException {
        return open(files, TestJournal.SMALL);
    }

    static TestStore open(MemoryFiles files, JournalSettings settings) throws IOException {
        return new TestStore(files, settings, false);
    }

    /** As if some time passed: loops and journal do all there is to do. */
    public TestStore settle() {
        for (int i = 0; i < 4; i++) {
            nanos += 500_000_000;
            runLoops();
            behind.runAll();
            journal.pass(60);
            if (scratch != null) scratch.pass(60);
        }
        runLoops();
        return this;
    }

    void runLoops() {
        here.runAll();
        there.runAll();
    }

    /** Everything there is to know of the queues stands in a checkpoint. */
    public TestStore checkpoint() {
        store.maintenance().checkpoint();
        settle();
        return settle();
    }

    /** As each second does. */
    public void noteReach() {
        journal.journal.noteReach();
    }

    public TestStore passSeconds(long seconds) {
        nanos += seconds * 1_000_000_000;
        return this;
    }

    JournaledQueueLog log(long id) {
        return (JournaledQueueLog) store.open(id, true, here);
    }

    JournaledQueueLog logThere(long id) {
        return (JournaledQueueLog) store.open(id, true, there);
    }

    /** The messages that can be read back, by their positions. */
    public Map<Long, Message> read(QueueLog log) {
        Map<Long, Message> messages = new TreeMap<>();
        List<Long> left = new ArrayList<>();
        log.recovered().visit((position, size, priority, dueAt) -> left.add(position));
        while (!left.isEmpty()) {
            List<ReadBack> answer = new ArrayList<>();
            log.read(left.stream().mapToLong(Long::longValue).toArray(), Long.MAX_VALUE, answer::addAll);
            while (answer.isEmpty()) runLoops();
            for (ReadBack back : answer) {
                if (back.message() != null) messages.put(back.position(), back.message());
                left.remove(back.position());
            }
        }
        return messages;
    }

    /** What queues with that id hold, as text: positions and all that is known of them. */
    public static List<String> contents(QueueLog log) {
        return contents((JournaledQueueLog) log);
    }

    static List<String> contents(JournaledQueueLog log) {
        List<String> lines = new ArrayList<>();
        QueueIndex index = log.queue().index();
        log.recovered().visit((position, size, priority, dueAt) -> {
            int failures = index.failuresOf(position);
            int acquisitions = index.acquisitionsOf(position);
            lines.add(position + " " + size + (priority < 0 ? "" : " priority " + priority) + (dueAt == 0 ? "" : " due " + dueAt)
                    + (failures == 0 && acquisitions == 0 ? "" : " returned " + failures + " " + acquisitions));
        });
        return lines;
    }

    static Message message(String body) {
        return message(body.getBytes());
    }

    static Message message(byte[] body) {
        return new Message("exchange", "key", BasicProperties.builder().persistent().build(), Body.of(body));
    }
}
