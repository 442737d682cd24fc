package io.leveret.broker;

import io.leveret.broker.node.NodeFigures;
import io.leveret.engine.stats.Sampler;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the sampler come round, and looks after the heap, on a thread of its own. */
final class Sampling implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sampling.class);

    /** RabbitMQ's, which the steps of what is kept follow. */
    private static final long SECONDS = 5;

    private static final long HEAP_MILLIS = 500;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(round -> {
        Thread created = new Thread(round, "leveret-sampler");
        created.setDaemon(true);
        return created;
    });

    private Sampling() {
    }

    static Sampling of(Sampler sampler, NodeFigures figures) {
        Sampling begun = new Sampling();
        begun.thread.scheduleAtFixedRate(() -> lasting(() -> {
            figures.sample();
            sampler.round();
        }), SECONDS, SECONDS, TimeUnit.SECONDS);
        begun.thread.scheduleWithFixedDelay(() -> lasting(figures::watchHeap), HEAP_MILLIS, HEAP_MILLIS, TimeUnit.MILLISECONDS);
        return begun;
    }

    /** A bug in one round must not end all that would follow, nor a full heap: that is when the heap has to be watched. */
    private static void lasting(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException | OutOfMemoryError bug) {
            log.error("the sampler failed", bug);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
