package io.leveret.engine.queue;

import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.StoreTransaction;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one connection has for one queue, in order: publishes, settlements, consumers that end. Filled on one loop, run on another. */
final class QueueBatch implements Runnable {

    /** A batch in the hands of a queue's loop is garbage soon; one this large should be on its way. */
    static final int FULL = 1024;

    private static final int SMALL = 8;
    private static final Object[] NOTHING = new Object[0];
    private static final long[] NO_SEQUENCES = new long[0];
    private static final Logger log = LoggerFactory.getLogger(QueueBatch.class);

    private final QueueRef ref;

    /** The first entry: a burst for a thousand queues is a thousand batches of one. */
    private Object subject;
    private Object detail;
    private long sequence;

    /** All others. */
    private Object[] subjects = NOTHING;
    private Object[] details = NOTHING;
    private long[] sequences = NO_SEQUENCES;
    private int size;

    /** Null as a rule: what this is a part of, and who hears that it is durable. */
    private StoreTransaction transaction;
    private Confirmations committer;

    QueueBatch(QueueRef ref) {
        this.ref = ref;
    }

    QueueRef ref() {
        return ref;
    }

    void publish(Message message, Confirmations publisher, long number) {
        add(message, publisher, number);
    }

    void settle(QueuedMessage message, Settlement settlement) {
        add(message, settlement, 0);
    }

    void cancel(ConsumerRef consumer) {
        add(consumer, null, 0);
    }

    /** @param whoCommits told once when the whole transaction is durable */
    void makePartOf(StoreTransaction whole, Confirmations whoCommits) {
        transaction = whole;
        committer = whoCommits;
    }

    boolean isFull() {
        return size >= FULL;
    }

    /** A bug in one entry must not take the others with it: an ack that is lost keeps its message unacked for ever. */
    @Override
    public void run() {
        if (transaction == null) {
            runAll();
            return;
        }
        ref.queue().enter(transaction);
        runAll();
        ref.queue().leave(transaction, committer);
    }

    private void runAll() {
        if (size > 0) run(subject, detail, sequence);
        for (int i = 0; i < size - 1; i++) run(subjects[i], details[i], sequences[i]);
    }

    private void run(Object what, Object how, long number) {
        try {
            runNow(what, how, number);
        } catch (RuntimeException | Error bug) {
            log.error("{} failed on {}", ref, what, bug);
            if (what instanceof Message) ref.queue().publishFailed((Confirmations) how, number);
        }
    }

    private void runNow(Object what, Object how, long number) {
        if (what instanceof Message message) ref.queue().publish(message, (Confirmations) how, number);
        else if (what instanceof QueuedMessage message) ref.queue().settle(message, (Settlement) how);
        else ((ConsumerRef) what).cancelNow();
    }

    private void add(Object what, Object how, long number) {
        if (size == 0) {
            subject = what;
            detail = how;
            sequence = number;
        } else {
            int place = size - 1;
            if (place == subjects.length) grow();
            subjects[place] = what;
            details[place] = how;
            sequences[place] = number;
        }
        size++;
    }

    private void grow() {
        int room = Math.max(SMALL, 2 * subjects.length);
        subjects = Arrays.copyOf(subjects, room);
        details = Arrays.copyOf(details, room);
        sequences = Arrays.copyOf(sequences, room);
    }
}
