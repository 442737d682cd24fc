package io.leveret.benchmarks.journal;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.Segment;
import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A loop that keeps a window of messages unconfirmed: it fills the window, hands over, and waits to be called. Each message
 * is settled when it is confirmed, so that the journal's segments can be used again.
 */
final class Publisher implements Runnable, JournalProducer.Listener {

    /** Messages that one read from a socket brings, as it were. */
    private static final int TURN = 100;

    private final Journal journal;
    private final long queueId;
    private final int size;
    private final int window;
    private final long deadline;
    private final long most;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private final JournalProducer producer;

    /** A ring of what is unconfirmed: where each message ends. */
    private final long[] ends;
    private long published;
    private volatile long confirmed;
    private volatile long cpuNanos;

    Publisher(Journal journal, long queueId, int size, int window, long deadline) {
        this(journal, queueId, size, window, deadline, Long.MAX_VALUE);
    }

    /** Ends at the deadline, or after so many messages. */
    Publisher(Journal journal, long queueId, int size, int window, long deadline, long most) {
        this.most = most;
        this.journal = journal;
        this.queueId = queueId;
        this.size = size;
        this.window = window;
        this.deadline = deadline;
        this.ends = new long[window];
        this.producer = journal.producer(this::execute, this);
        this.thread = new Thread(this, "publisher-" + queueId);
    }

    Thread thread() {
        return thread;
    }

    long confirmed() {
        return confirmed;
    }

    long cpuNanos() {
        return cpuNanos;
    }

    @Override
    public void run() {
        Message message = new Message("", "benchmark", BasicProperties.EMPTY, Body.of(new byte[size]));
        while (published < most && System.nanoTime() < deadline) {
            runTasks();
            if (published - confirmed == window || journal.isBusy()) {
                LockSupport.parkNanos(this, 1_000_000);
                continue;
            }
            turn(message);
        }
        while (confirmed < published) {
            runTasks();
            LockSupport.parkNanos(this, 1_000_000);
        }
        cpuNanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    private void turn(Message message) {
        long now = System.nanoTime();
        long count = Math.min(TURN, window - (published - confirmed));
        for (int i = 0; i < count; i++) {
            producer.publish(queueId, published, now, Long.MAX_VALUE, 0, message);
            int slot = (int) (published++ % window);
            ends[slot] = producer.position();
        }
        producer.flush();
    }

    private void execute(Runnable task) {
        tasks.add(task);
        LockSupport.unpark(thread);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    @Override
    public void written(long from, long to, long lsn) {
    }

    @Override
    public void stored(long position) {
        long first = confirmed;
        long next = first;
        while (next < published && ends[(int) (next % window)] <= position) next++;
        confirmed = next;
        if (next > first) producer.settle(queueId, first, (int) (next - first));
    }

    /** As the store above the journal will: what is settled needs its segments no more. */
    static void releaseOld(Journal journal) {
        Segment[] segments = journal.segments().toArray(Segment[]::new);
        for (int i = 0; i < segments.length - 4; i++) journal.release(segments[i]);
    }
}
