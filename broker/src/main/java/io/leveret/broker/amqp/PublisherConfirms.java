package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Confirmations;
import java.util.Arrays;

/**
 * What a channel in confirm mode has published and not yet answered. Queues report on any loop; reports from elsewhere
 * are gathered and come home in one task. At the end of a burst everything below the first unanswered publish becomes
 * one ack, the rest is answered singly.
 */
final class PublisherConfirms implements Confirmations {

    /** Where the answers go; called on the channel's loop. */
    interface Publisher {
        /** There is something for {@link #send()}. */
        void confirmsReady();

        void ack(long sequence, boolean multiple);

        void nack(long sequence, boolean multiple);
    }

    private static final int SMALLEST = 64;

    /** An array larger than this is let go when all is answered. */
    private static final int KEPT = 4096;

    /** States of a publish; a positive number counts the queues that have not reported. */
    private static final int ANSWERED = 0;
    private static final int CONFIRMED = -1;
    private static final int REJECTED = -2;
    private static final int SOME_QUEUE_REJECTED = 1 << 30;

    private final Loop loop;
    private final Publisher publisher;

    /** By sequence number, as a ring: {@code first} is the lowest that is not answered, {@code last} the latest. */
    private int[] states = new int[SMALLEST];
    private long first = 1;
    private long last;

    /** Completed since the last send. */
    private final Ranges completed = new Ranges();
    private boolean someRejected;
    private long refused;

    /** Reports from other loops: the one thing here that other threads touch, under its lock. */
    private final Ranges arrivals = new Ranges();
    private final Ranges arrived = new Ranges();

    PublisherConfirms(Loop loop, Publisher publisher) {
        this.loop = loop;
        this.publisher = publisher;
    }

    /**
     * Counts a publish.
     *
     * @param queues how many will report; with none it is confirmed already
     * @return its sequence number
     */
    long next(int queues) {
        long sequence = ++last;
        if (sequence - first >= states.length) grow();
        states[slot(sequence)] = queues == 0 ? CONFIRMED : queues;
        if (queues == 0) {
            complete(sequence, false);
            publisher.confirmsReady();
        }
        return sequence;
    }

    /** Publishes that are not answered yet. */
    long unanswered() {
        return last - first + 1;
    }

    /** Those of the answered that some queue has refused. */
    long refused() {
        return refused;
    }

    @Override
    public void confirmed(long from, long to) {
        report(from, to, false);
    }

    @Override
    public void rejected(long from, long to) {
        report(from, to, true);
    }

    /** Answers what has completed: acks before nacks, of either the unbroken run from the first one at once. */
    void send() {
        if (completed.isEmpty()) return;
        sendRun(CONFIRMED);
        sendRest(CONFIRMED);
        if (someRejected) {
            sendRun(REJECTED);
            sendRest(REJECTED);
            someRejected = false;
        }
        completed.clear();
        if (first > last && states.length > KEPT) states = new int[SMALLEST];
    }

    private void report(long from, long to, boolean rejected) {
        if (loop.isCurrent()) {
            settle(from, to, rejected);
            publisher.confirmsReady();
            return;
        }
        boolean wake;
        synchronized (arrivals) {
            wake = arrivals.isEmpty();
            arrivals.add(from, to, rejected);
        }
        if (wake) loop.execute(this::takeArrivals);
    }

    private void takeArrivals() {
        synchronized (arrivals) {
            arrivals.moveTo(arrived);
        }
        for (int i = 0; i < arrived.size; i++) settle(arrived.from[i], arrived.to[i], arrived.rejected[i]);
        arrived.clear();
        publisher.confirmsReady();
    }

    private void settle(long from, long to, boolean rejected) {
        for (long sequence = from; sequence <= to; sequence++) {
            int slot = slot(sequence);
            int left = states[slot] - 1;
            if (rejected) left |= SOME_QUEUE_REJECTED;
            if ((left & ~SOME_QUEUE_REJECTED) > 0) {
                states[slot] = left;
            } else {
                boolean rejectedBySome = left != 0;
                states[slot] = rejectedBySome ? REJECTED : CONFIRMED;
                complete(sequence, rejectedBySome);
            }
        }
    }

    private void complete(long sequence, boolean rejected) {
        someRejected |= rejected;
        completed.add(sequence, sequence, rejected);
    }

    private void sendRun(int state) {
        long highest = 0;
        int count = 0;
        for (; first <= last && (states[slot(first)] == state || states[slot(first)] == ANSWERED); first++) {
            if (states[slot(first)] == ANSWERED) continue;
            states[slot(first)] = ANSWERED;
            highest = first;
            count++;
        }
        if (count > 0) answer(state, highest, count);
    }

    private void sendRest(int state) {
        for (int i = 0; i < completed.size; i++) {
            for (long sequence = Math.max(first, completed.from[i]); sequence <= completed.to[i]; sequence++) {
                if (states[slot(sequence)] != state) continue;
                states[slot(sequence)] = ANSWERED;
                answer(state, sequence, 1);
            }
        }
    }

    private void answer(int state, long sequence, int count) {
        if (state == CONFIRMED) {
            publisher.ack(sequence, count > 1);
        } else {
            refused += count;
            publisher.nack(sequence, count > 1);
        }
    }

    private int slot(long sequence) {
        return (int) sequence & states.length - 1;
    }

    private void grow() {
        int[] old = states;
        states = new int[old.length * 2];
        for (long sequence = first; sequence < last; sequence++) {
            states[slot(sequence)] = old[(int) sequence & old.length - 1];
        }
    }

    /** Runs of sequence numbers with the same fate, in the order they came. */
    private static final class Ranges {
        private static final int FEW = 8;

        /** As for the states: what a burst has blown up need not stay. */
        private static final int KEPT = 256;

        private long[] from = new long[FEW];
        private long[] to = new long[FEW];
        private boolean[] rejected = new boolean[FEW];
        private int size;

        boolean isEmpty() {
            return size == 0;
        }

        void add(long first, long last, boolean fate) {
            if (size > 0 && to[size - 1] == first - 1 && rejected[size - 1] == fate) {
                to[size - 1] = last;
                return;
            }
            if (size == from.length) resize(2 * size);
            from[size] = first;
            to[size] = last;
            rejected[size] = fate;
            size++;
        }

        void moveTo(Ranges other) {
            for (int i = 0; i < size; i++) other.add(from[i], to[i], rejected[i]);
            clear();
        }

        void clear() {
            size = 0;
            if (from.length > KEPT) resize(FEW);
        }

        private void resize(int capacity) {
            from = Arrays.copyOf(from, capacity);
            to = Arrays.copyOf(to, capacity);
            rejected = Arrays.copyOf(rejected, capacity);
        }
    }
}
