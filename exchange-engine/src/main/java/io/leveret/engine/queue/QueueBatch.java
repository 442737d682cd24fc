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
    private static final Logger log = LoggerFactory.getLogger(QueueBatch.class);

    private final QueueRef ref;
    private Object[] subjects = new Object[SMALL];
    private Object[] details = new Object[SMALL];
    private long[] sequences = new long[SMALL];
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

    void publish(Message message, Confirmations publisher, long sequence) {
        add(message, publisher, sequence);
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
        for (int i = 0; i < size; i++) {
            try {
                run(i);
            } catch (RuntimeException | Error bug) {
                log.error("{} failed on {}", ref, subjects[i], bug);
                if (subjects[i] instanceof Message message) {
                    ref.queue().publishFailed((Confirmations) details[i], sequences[i]);
                }
            }
        }
    }

    private void run(int entry) {
        Object subject = subjects[entry];
        if (subject instanceof Message message) {
            ref.queue().publish(message, (Confirmations) details[entry], sequences[entry]);
        } else if (subject instanceof QueuedMessage message) {
            ref.queue().settle(message, (Settlement) details[entry]);
        } else {
            ((ConsumerRef) subject).cancelNow();
        }
    }

    private void add(Object subject, Object detail, long sequence) {
        if (size == subjects.length) grow();
        subjects[size] = subject;
        details[size] = detail;
        sequences[size] = sequence;
        size++;
    }

    private void grow() {
        subjects = Arrays.copyOf(subjects, 2 * size);
        details = Arrays.copyOf(details, 2 * size);
        sequences = Arrays.copyOf(sequences, 2 * size);
    }
}
