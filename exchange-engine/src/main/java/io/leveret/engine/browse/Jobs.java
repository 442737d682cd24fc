package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The jobs of a broker: a few run at a time, others wait, and of those that are over the latest are remembered. Callable from any thread. */
public final class Jobs implements AutoCloseable {

    private static final int RUNNING = 4;
    private static final int MOST_WAITING = 100;
    private static final int MOST_REMEMBERED = 200;
    private static final long REMEMBERED_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final int IDLE_SECONDS = 10;
    private static final int PATIENCE_SECONDS = 10;
    private static final int BASE = 36;

    private final Map<String, Job> all = new LinkedHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    /** So that a job is not taken for one that there was before the broker was started. */
    private final String prefix;
    private final Clock clock;
    private long started;

    public Jobs(Clock clock) {
        this.clock = clock;
        this.prefix = Long.toString(clock.millis() / 1000, BASE);
        pool = new ThreadPoolExecutor(RUNNING, RUNNING, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), this::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * @throws AmqpException 404 or 403 when the target is not there, or not to be published to
     * @throws RejectedExecutionException when too many wait
     */
    public Job start(JobOrder order) {
        new Addressing(order.host(), order.queue().name(), order.target(), order.client().rights()).check();
        synchronized (all) {
            forgetOld();
            Job job = new Job(prefix + "-" + ++started, order, clock);
            pool.execute(job);
            all.put(job.id(), job);
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

    private void forgetOld() {
        long old = clock.millis() - REMEMBERED_MILLIS;
        List<Job> over = new ArrayList<>(all.values().stream().filter(Job::isOver).toList());
        int surplus = over.size() - MOST_REMEMBERED;
        for (int i = 0; i < over.size(); i++) {
            if (i < surplus || over.get(i).finishedAt() < old) all.remove(over.get(i).id());
        }
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
