package io.leveret.benchmarks.journal;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.SyncPolicy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** One way to use a journal: so many publishers, with messages of that size, each with a window of so many unconfirmed. */
record Load(int publishers, int size, int window) {

    private static final int RELEASE_EVERY_MILLIS = 20;

    /** @param bytesPerSecond what the journal wrote, its records' heads and all */
    record Result(double messagesPerSecond, double bytesPerSecond, double cpuMicros) {
    }

    Result run(Journal journal, double seconds) throws InterruptedException {
        return run(journal, seconds, SyncPolicy.GROUP);
    }

    Result run(Journal journal, double seconds, SyncPolicy sync) throws InterruptedException {
        settle(journal);
        journal.sync(sync);
        long cpuBefore = cpuOfJournal();
        long lsnBefore = journal.durableLsn();
        long start = System.nanoTime();
        List<Publisher> running = new ArrayList<>();
        for (int i = 0; i < publishers; i++) {
            running.add(new Publisher(journal, i, size, window, start + (long) (seconds * 1e9)));
        }
        for (Publisher publisher : running) publisher.thread().start();
        for (Publisher publisher : running) {
            while (publisher.thread().isAlive()) {
                publisher.thread().join(RELEASE_EVERY_MILLIS);
                Publisher.releaseOld(journal);
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        long cpu = cpuOfJournal() - cpuBefore + running.stream().mapToLong(Publisher::cpuNanos).sum();
        long messages = running.stream().mapToLong(Publisher::confirmed).sum();
        settle(journal);
        return new Result(messages / took, (journal.durableLsn() - lsnBefore) / took, cpu / 1e3 / messages);
    }

    /** What another load has left to be forced is not this one's. */
    private static void settle(Journal journal) throws InterruptedException {
        journal.sync(SyncPolicy.GROUP);
        CountDownLatch forced = new CountDownLatch(1);
        journal.whenForced(forced::countDown);
        forced.await();
    }

    private static long cpuOfJournal() {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : beans.getAllThreadIds()) {
            if (beans.getThreadInfo(id) != null && beans.getThreadInfo(id).getThreadName().startsWith("journal-")) {
                nanos += beans.getThreadCpuTime(id);
            }
        }
        return nanos;
    }
}
