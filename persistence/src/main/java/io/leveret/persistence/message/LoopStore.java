package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.SharedBodies;
import io.leveret.persistence.journal.Change;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalProducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the queues of one event loop share: its way into the journal, and what waits for the journal's answers. Everything
 * that a loop's queues append while it runs its tasks is handed over as one.
 */
final class LoopStore implements JournalProducer.Listener, SharedBodies {

    private static final int FEW = 64;

    private final Loop loop;
    private final JournalProducer producer;
    private final LoopScratch scratch;
    private final LiveCounts live;
    private final Unplaced unplaced = new Unplaced();
    private final WaitingTasks waiting = new WaitingTasks();
    private final List<JournaledQueueLog> unfinished = new ArrayList<>();
    private final Map<JournaledTransaction, Integer> parts = new LinkedHashMap<>(); // that were appended and not handed over
    private final Runnable flush = this::flush;
    private final Unplaced.Visitor placed = this::placed;
    private final Set<StoredQueue> queues = ConcurrentHashMap.newKeySet();
    private final List<JournaledTransaction> completed = new ArrayList<>(); // by records that were not handed over
    private final List<JournaledTransaction> open = new ArrayList<>(); // that wait for the parts of other loops
    private int openToForget = FEW;
    private boolean flushScheduled;

    LoopStore(Loop loop, Journal journal, LoopScratch scratch) {
        this.loop = loop;
        this.scratch = scratch;
        this.producer = journal.producer(loop, this);
        this.live = new LiveCounts(journal, scratch);
    }

    /** The durable queues that live here. */
    Set<StoredQueue> queues() {
        return queues;
    }

    Loop loop() {
        return loop;
    }

    JournalProducer producer() {
        return producer;
    }

    LoopScratch scratch() {
        return scratch;
    }

    LiveCounts live() {
        return live;
    }

    /** Something was appended or is about to be, which is to be handed over soon. */
    void touched() {
        if (flushScheduled) return;
        flushScheduled = true;
        loop.execute(flush);
    }

    /** The log has something that is still to be appended. */
    void touchedBy(JournaledQueueLog unfinishedLog) {
        unfinished.add(unfinishedLog);
        touched();
    }

    Unplaced unplaced() {
        return unplaced;
    }

    /** Runs the task when all that was appended so far is stored. */
    void whenStored(Runnable task) {
        long position = producer.position();
        if (producer.storedTo() >= position) task.run();
        else waiting.add(position, task);
    }

    /** Appends a part of a transaction, and completes the transaction if all the others have been appended here or handed over. */
    void append(JournaledTransaction transaction, List<Change> changes) {
        int partsHere = parts.getOrDefault(transaction, 0) + 1;
        boolean last = transaction.missing() == partsHere;
        touched();
        if (last) {
            parts.remove(transaction);
            complete(transaction, changes);
        } else {
            producer.append(transaction.inJournal(), changes, false);
            parts.put(transaction, partsHere);
        }
    }

    private void complete(JournaledTransaction transaction, List<Change> changes) {
        producer.append(transaction.inJournal(), changes, true);
        whenStored(transaction::stored);
        completed.add(transaction);
    }

    /** Everything appended was handed over, so that others may complete what has parts in it. */
    private void handedOverParts() {
        if (parts.isEmpty()) return;
        forgetStored();
        parts.forEach((transaction, count) -> {
            if (transaction.handedOver(count)) complete(transaction, List.of());
            else open.add(transaction);
        });
        parts.clear();
        producer.flush();
    }

    /** Not at each hand-over: while a disk is slow very many are open. */
    private void forgetStored() {
        if (open.size() < openToForget) return;
        open.removeIf(JournaledTransaction::isStored);
        openToForget = Math.max(FEW, 2 * open.size());
    }

    /** What waited for a transaction to be complete may be so itself then. */
    private void handedOverCompleted() {
        while (!completed.isEmpty()) {
            List<JournaledTransaction> handedOver = List.copyOf(completed);
            completed.clear();
            for (JournaledTransaction each : handedOver) {
                for (JournaledTransaction follower : each.complete()) {
                    if (follower.handedOver(1)) complete(follower, List.of());
                }
            }
            producer.flush();
        }
    }

    /** Runs the task when all that was done so far is stored, and every transaction with a part in it as a whole. */
    void whenSettled(Runnable task) {
        finish();
        whenStored(open, task);
    }

    /** Runs the task when all that was appended so far is stored, and these transactions as a whole. */
    void whenStored(List<JournaledTransaction> transactions, Runnable task) {
        List<JournaledTransaction> waitedFor = transactions.stream().filter(each -> !each.isStored()).toList();
        AtomicInteger missing = new AtomicInteger(1 + waitedFor.size());
        Runnable oneLess = () -> {
            if (missing.decrementAndGet() == 0) task.run();
        };
        whenStored(oneLess);
        waitedFor.forEach(transaction -> transaction.whenStored(oneLess));
    }

    @Override
    public void share(Message message) {
        long now = loop.millis();
        message.stored(new SharedBody(producer.body(now, message), this, now));
        touched();
    }

    @Override
    public void handOver() {
        producer.flush();
    }

    /** Hands over everything; to be called when the loop has ended, or on it. */
    void finish() {
        flush();
        producer.handOverAll();
    }

    /** Takes what the journal has written since the loop has ended. */
    void takeWritten() {
        producer.takeDone();
    }

    private void flush() {
        flushScheduled = false;
        for (JournaledQueueLog each : unfinished) each.finish();
        unfinished.clear();
        live.tell();
        producer.flush();
        handedOverParts();
        handedOverCompleted();
    }

    @Override
    public void written(long from, long to, long lsn) {
        unplaced.written(from, to, lsn, placed);
        live.tell();
    }

    @Override
    public void stored(long position) {
        waiting.run(position);
    }

    private void placed(JournaledQueueLog queue, long position, long location) {
        queue.placed(position, location);
    }
}
