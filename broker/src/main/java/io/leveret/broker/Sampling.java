package io.leveret.broker;

import io.leveret.engine.stats.Sampler;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the sampler come round, on a thread of its own. */
final class Sampling implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sampling.class);

    /** RabbitMQ's, which the steps of what is kept follow. */
    private static final long SECONDS = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(round -> {
        Thread created = new Thread(round, "leveret-sampler");
        created.setDaemon(true);
        return created;
    });

    private Sampling() {
    }

    static Sampling of(Sampler sampler) {
        Sampling begun = new Sampling();
        begun.thread.scheduleAtFixedRate(() -> round(sampler), SECONDS, SECONDS, TimeUnit.SECONDS);
        return begun;
    }

    /** A bug in one round must not end all that would follow. */
    private static void round(Sampler sampler) {
        try {
            sampler.round();
        } catch (RuntimeException bug) {
            log.error("the sampler failed", bug);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
