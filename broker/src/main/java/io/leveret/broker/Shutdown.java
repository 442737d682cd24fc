package io.leveret.broker;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the server when the process is told to end (SIGTERM, SIGINT, SIGHUP) and exits with 0: ending when asked to is
 * success. Left to itself, a JVM ended by a signal reports 128 + its number. When the storage has failed it exits with 4, so
 * that whoever watches the process knows to look at the disk.
 */
final class Shutdown {

    /** Service managers and containers commonly kill after ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int STORAGE_FAILED = 4;

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final BrokerServer server;
    private final Thread hook = new Thread(this::run, "shutdown");
    private volatile int exitCode;

    Shutdown(BrokerServer server) {
        this.server = server;
    }

    void install() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** For a start that failed, whose exit code must stand. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyRunning) {
            log.debug("told to end while starting");
        }
    }

    /** Ends the process. */
    void afterFailure() {
        exitCode = STORAGE_FAILED;
        System.exit(STORAGE_FAILED);
    }

    private void run() {
        Thread closing = new Thread(this::close, "closing");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) log.warn("not everything closed within {} s, exiting all the same", PATIENCE.toSeconds());
        Logging.end();
        Runtime.getRuntime().halt(exitCode);
    }

    private void close() {
        log.info("shutting down");
        try {
            server.close();
        } catch (RuntimeException bug) {
            log.error("closing failed", bug);
        }
        log.info("stopped");
    }
}
