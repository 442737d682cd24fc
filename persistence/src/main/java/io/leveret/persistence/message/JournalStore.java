package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.store.MessageStore;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.SharedBodies;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.engine.view.StorageHealth;
import io.leveret.engine.view.StorageHealth.Files;
import io.leveret.persistence.OwnedFolder;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.JournalVisitor;
import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.OwnedFiles;
import io.leveret.persistence.journal.ReplayRequest;
import io.leveret.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages in the journal. Opened in this order: what the journal holds is read, then the logs of the queues that
 * exist are opened, then whatever belongs to no queue is forgotten.
 */
public final class JournalStore implements MessageStore {

    private static final Logger log = LoggerFactory.getLogger(JournalStore.class);

    /** So many segments more than one and a half times what is needed may be on disk. */
    private static final long SLACK = 8;

    /** So many queues are named in a line of the log. */
    private static final int MOST_TOLD = 100;

    static final String JOURNAL = "journal";

    /** Indexes may take that part of the heap. */
    private static final int PART_OF_HEAP = 20;

    private final Ownership ownership;
    private final Journal journal;
    private final ScratchStore scratch;
    private final IndexSpill spill;
    private final ReaderThreads threads;
    private final ColdReader reader;
    private final Checkpoints checkpoints;
    private final Background background;
    private final Maintenance maintenance;
    private final LongSupplier millis;
    private final boolean salvage;
    private final long highestQueueId;
    private final Map<Long, StoredQueue> found = new ConcurrentHashMap<>(); // and not claimed by a log
    private final Map<Loop, LoopStore> loops = new ConcurrentHashMap<>();

    JournalStore(StoreSources sources, Journal journal, Checkpoints checkpoints, Collection<StoredQueue> found,
                 boolean salvage) {
        this.salvage = salvage;
        this.ownership = sources.ownership();
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.scratch = sources.scratch();
        this.spill = sources.spill();
        this.threads = sources.threads();
        this.background = sources.background();
        this.millis = sources.millis();
        this.reader = new ColdReader(journal, scratch::journalOrNull, threads, background, sources.names());
        this.maintenance =
                new Maintenance(journal, checkpoints, loops.values(), background, sources.slack(), sources.nanoTime(), millis);
        journal.keepReserve();
        for (StoredQueue queue : found) {
            queue.index().forEachSegment(this::retain);
            this.found.put(queue.id(), queue);
        }
        this.highestQueueId = found.stream().mapToLong(StoredQueue::id).max().orElse(0);
    }

    /**
     * A journal that was there must not be taken for one that is to be made.
     *
     * @throws JournalMissingException when there had been one, and nothing of it is there
     */
    public static void requireJournal(Path directory, boolean isAnythingDeclared) throws IOException {
        if (new JournalMark(directory).isJournalLost(isAnythingDeclared)) throw new JournalMissingException(directory.resolve(JOURNAL));
    }

    /**
     * Reads what is stored and gets ready to store more.
     *
     * @throws io.leveret.persistence.journal.JournalCorruptedException when something that was durable is damaged
     */
    public static JournalStore open(StoreSettings settings, JournalListener listener) throws IOException {
        Ownership ownership = new OwnedFolder(settings.directory(), JOURNAL, settings.ownership());
        OwnedFiles files = OwnedFiles.of(new DirectoryFiles(settings.directory().resolve(JOURNAL)), ownership);
        OwnedFiles scratchFiles = OwnedFiles.of(DirectoryFiles.unforced(settings.directory().resolve("scratch")), ownership);
        OwnedFiles checkpointFiles = OwnedFiles.of(new DirectoryFiles(settings.directory().resolve("checkpoint")), ownership);
        JournalSettings scratchSettings = settings.journal().withSync(SyncPolicy.OS);
        ReplayRequest nothing = ReplayRequest.everything(new JournalVisitor() { });
        ReaderThreads threads = new ReaderThreads();
        ScratchStore scratch = new ScratchStore(scratchFiles,
                (empty, told) -> Journal.open(empty, scratchSettings, nothing, told), listener, threads);
        BackgroundThread background = new BackgroundThread();
        IndexSpill spill =
                new IndexSpill(scratchFiles, Runtime.getRuntime().maxMemory() / PART_OF_HEAP, background, reason -> listener.failed(reason));
        JournalMark mark = new JournalMark(settings.directory());
        StoreSources sources = new StoreSources(
                (request, told) -> Journal.open(files, settings.journal(), request, mark.before(told)),
                checkpointFiles, scratch, spill, threads, background, ownership, settings.names(),
                SLACK * settings.journal().segmentSize(), System::nanoTime, System::currentTimeMillis);
        try {
            return StoreOpening.open(sources, settings.salvage(), listener);
        } catch (IOException | RuntimeException e) {
            background.close();
            threads.close();
            spill.close();
            throw e;
        }
    }

    private void retain(long segment, int messages) {
        journal.segmentOf(Lsn.of(segment, 0)).ifPresent(found -> found.retain(messages));
    }

    @Override
    public QueueLog open(long queueId, boolean durable, Loop home) {
        if (!durable) return new ScratchLog(queueId, scratch.of(home), reader, spill);
        StoredQueue known = found.remove(queueId);
        StoredQueue queue = known != null ? known : new StoredQueue(queueId, spill);
        LoopStore store = of(home);
        store.queues().add(queue);
        return new JournaledQueueLog(queue, store, reader);
    }

    /** Of the queues that it knows anything of: another queue must not have that id, nor a lower one. */
    public long highestQueueId() {
        return highestQueueId;
    }

    /** How many messages belong to queues whose logs have not been opened. */
    public long unclaimedMessages() {
        return found.values().stream().mapToLong(queue -> queue.index().count()).sum();
    }

    /** Whatever is salvaged may include messages, but not their queues: these wait for somebody to bring the queues back. */
    @Override
    public void restored() {
        if (salvage && unclaimedMessages() > 0) keepOthers();
        else if (!found.isEmpty()) forgetOthers();
        background.execute(checkpoints::lookAtOlder);
        background.everySecond(this::tick);
    }

    /** What is written to a directory that was taken away is stored nowhere: nobody is to be told that it is. */
    private void tick() {
        try {
            ownership.require();
            journal.requireFiles();
        } catch (IOException e) {
            journal.fail(e);
            return;
        }
        maintenance.tick();
    }

    private void keepOthers() {
        long messages = unclaimedMessages();
        found.values().removeIf(queue -> queue.index().isEmpty());
        log.warn("keep {} messages of {} queues that are not declared, {}: a start that is not to salvage forgets them", messages,
                found.size(), eachOfFound());
        LoopStore store = of(new BackgroundLoop(background, millis));
        for (StoredQueue queue : found.values()) {
            queue.use(store.live());
            store.queues().add(queue);
        }
        found.clear();
    }

    /** Says so in the journal too: the next queue of that number must not get what they held. */
    private void forgetOthers() {
        LiveCounts live = new LiveCounts(journal, SegmentUse.IGNORED);
        JournalProducer producer = journal.producer(Runnable::run, Nobody.LISTENS);
        long messages = unclaimedMessages();
        if (messages > 0) log.warn("forget {} messages of queues that are gone, {}", messages, eachOfFound());
        for (StoredQueue queue : found.values()) {
            queue.use(live);
            queue.index().removeAll();
            producer.queueGone(queue.id());
        }
        producer.handOverAll();
        live.tell();
        found.clear();
    }

    private String eachOfFound() {
        List<String> each = found.values().stream().filter(queue -> !queue.index().isEmpty())
                .sorted(Comparator.comparingLong(StoredQueue::id)).limit(MOST_TOLD)
                .map(queue -> queue.index().count() + " of queue " + queue.id()).toList();
        return String.join(", ", each) + (each.size() == MOST_TOLD ? " …" : "");
    }

    @Override
    public SharedBodies sharedBodies(Loop loop) {
        return of(loop);
    }

    @Override
    public StoreTransaction begin() {
        return new JournaledTransaction(journal.begin());
    }

    @Override
    public boolean isBusy() {
        return journal.isBusy() || scratch.isBusy();
    }

    @Override
    public void whenDrained(Runnable task) {
        journal.whenDrained(() -> scratch.whenDrained(task));
    }

    /** When messages count as stored, from now on. */
    public void sync(SyncPolicy policy) {
        journal.sync(policy);
    }

    /** How many messages were found damaged since the start, and so were lost. */
    public long damagedMessages() {
        return reader.damaged();
    }

    @Override
    public Optional<StorageHealth> health() {
        Journal away = scratch.journalOrNull();
        Files files = new Files(journal.segments().size(), journal.spareSegments(), maintenance.liveBytes(), fileBytes(journal),
                away == null ? 0 : fileBytes(away), journal.isDiskFull() || away != null && away.isDiskFull());
        return Optional.of(new StorageHealth(journal.sync().toString(), journal.forces(), journal.writes(), files,
                maintenance.checkpointsMade(), reader.messages(), reader.damaged()));
    }

    private static long fileBytes(Journal journal) {
        return (long) (journal.segments().size() + journal.spareSegments()) * journal.segmentSize();
    }

    /** As long as that is so room is made on the disk as fast as it can be. To be called before {@link #restored}. */
    public void watchDisk(BooleanSupplier isLow) {
        maintenance.watchDisk(isLow);
    }

    Maintenance maintenance() {
        return maintenance;
    }

    /** To be called when the loops have ended. */
    @Override
    public void close() {
        tellDamage();
        background.close();
        loops.values().forEach(LoopStore::finish);
        closeJournal();
        loops.values().forEach(LoopStore::takeWritten);
        boolean isEveryQueueHere = found.isEmpty(); // a start that failed has not come to all of them
        if (isEveryQueueHere && journal.isWhole()) lastCheckpoint();
        closeScratch();
    }

    /** As {@link #close}, with loops that may still be at work: what they have not handed over is lost. */
    public void closeUnfinished() {
        tellDamage();
        background.close();
        closeJournal();
        closeScratch();
    }

    private void tellDamage() {
        long damaged = damagedMessages();
        if (damaged > 0) log.warn("messages that were found damaged since the start, and are lost: {}", damaged);
    }

    private void closeScratch() {
        spill.close();
        try {
            scratch.close();
        } catch (IOException e) { // the next start deletes what is left
            log.warn("cannot close the scratch files", e);
        }
    }

    private void closeJournal() {
        threads.close();
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal", e);
        }
    }

    /** With it the next start need not read the journal; without it that takes a while. */
    private void lastCheckpoint() {
        boolean isUpToDate = journal.durableLsn() == checkpoints.newestFrom();
        boolean hasOpenTransaction = journal.replayStart() < journal.durableLsn(); // half of it is in the indexes
        if (isUpToDate || hasOpenTransaction) return;
        try {
            Checkpointing.finish(journal, checkpoints, loops.values(), millis.getAsLong());
        } catch (IOException e) {
            log.warn("the last checkpoint failed: the next start will read the journal", e);
        }
    }

    private LoopStore of(Loop loop) {
        return loops.computeIfAbsent(loop, unknown -> new LoopStore(loop, journal, scratch.of(loop)));
    }
}
