package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The jobs of a broker. A few threads take their steps by turns, that of a user for whom the fewest are at work first: a job that
 * is slow keeps nobody waiting, nor do many of one user. Of those that are over the latest are remembered. Callable from any thread.
 */
public final class Jobs implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int MOST = 100;
    private static final int MOST_OF_USER = 25;
    private static final int MOST_REMEMBERED = 200;
    private static final long REMEMBERED_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final int IDLE_SECONDS = 10;
    private static final int PATIENCE_SECONDS = 10;
    private static final int BASE = 36;

    private final Map<String, Job> all = new LinkedHashMap<>();
    private final FairLine<Job> line = new FairLine<>(job -> job.order().client().userName());
    private final Set<Job> sleeping = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private final ScheduledThreadPoolExecutor pool;

    /** So that a job is not taken for one that there was before the broker was started. */
    private final String prefix;
    private final Clock clock;
    private long started;

    public Jobs(Clock clock) {
        this.clock = clock;
        this.prefix = Long.toString(clock.millis() / 1000, BASE);
        pool = new ScheduledThreadPoolExecutor(THREADS, this::thread);
        pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        pool.allowCoreThreadTimeOut(true);
        pool.setRemoveOnCancelPolicy(true);
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * @throws AmqpException 404 or 403 when the target is not there, or not to be published to
     * @throws RejectedExecutionException when there are too many, or too many of that user
     */
    public Job start(JobOrder order) {
        new Addressing(order.host(), order.queue(), order.target(), order.client().rights()).check();
        synchronized (all) {
            forgetOld();
            List<Job> running = all.values().stream().filter(job -> !job.isOver()).toList();
            String user = order.client().userName();
            long own = running.stream().filter(job -> job.order().client().userName().equals(user)).count();
            if (running.size() >= MOST || own >= MOST_OF_USER) throw new RejectedExecutionException("too many jobs");
            Job job = new Job(prefix + "-" + ++started, order, clock);
            all.put(job.id(), job);
            goOn(job);
            return job;
        }
    }

    public Optional<Job> find(String id) {
        synchronized (all) {
            return Optional.ofNullable(all.get(id));
        }
    }

    /** In the order in which they were started. */
    public Collection<Job> all() {
        synchronized (all) {
            forgetOld();
            return List.copyOf(all.values());
        }
    }

    /** It does no more than what is under way. */
    public void cancel(Job job) {
        job.cancel();
        wake(job);
    }

    private void forgetOld() {
        long old = clock.millis() - REMEMBERED_MILLIS;
        List<Job> over = new ArrayList<>(all.values().stream().filter(Job::isOver).toList());
        int surplus = over.size() - MOST_REMEMBERED;
        for (int i = 0; i < over.size(); i++) {
            if (i < surplus || over.get(i).finishedAt() < old) all.remove(over.get(i).id());
        }
    }

    // ---- whose turn it is

    private void goOn(Job job) {
        line.add(job);
        pool.execute(this::turn);
    }

    /** There are as many turns as jobs in the line. */
    private void turn() {
        Job job = line.take();
        long nanos;
        try {
            nanos = job.step();
        } finally {
            line.done(job);
        }
        if (job.isOver() || pool.isShutdown()) return;
        if (nanos == 0) goOn(job);
        else sleep(job, nanos);
    }

    private void sleep(Job job, long nanos) {
        sleeping.add(job);
        pool.schedule(() -> wake(job), nanos, TimeUnit.NANOSECONDS);
        if (job.isCancelled()) wake(job); // whoever cancelled it may have found it awake
    }

    /** Whoever comes first, its time or somebody who cancels it. */
    private void wake(Job job) {
        if (sleeping.remove(job)) goOn(job);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "leveret-job-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Ends all, with what they have under way done. */
    @Override
    public void close() {
        all().forEach(Job::cancel);
        pool.shutdown();
        try {
            pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
