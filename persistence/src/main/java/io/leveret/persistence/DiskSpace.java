package io.leveret.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches how much room the data directory has, and says when that is less than it should be. */
public final class DiskSpace implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);

    /** A fast disk fills a gigabyte in a second. */
    private static final long INTERVAL_MILLIS = 500;

    /** So much of the limit must be free beyond it before that is enough: publishers are not to be stopped and let go twice a second. */
    private static final long SLACK = 50;

    /** Told on the watching thread, and on that of whoever changes the limit, one at a time. */
    public interface Listener {
        void low(long freeBytes, long limitBytes);

        void enough(long freeBytes);
    }

    /** How many bytes are free. */
    interface Source {
        long free() throws IOException;
    }

    private final Source source;
    private final Listener listener;
    private final ScheduledExecutorService thread;
    private long limit;
    private boolean low;
    private boolean unknown;
    private OptionalLong free = OptionalLong.empty();

    DiskSpace(Source source, long limitBytes, Listener listener, ScheduledExecutorService thread) {
        this.source = source;
        this.listener = listener;
        this.thread = thread;
        this.limit = limitBytes;
    }

    /** Has looked once when it returns. */
    public static DiskSpace watch(Path directory, long limitBytes, Listener listener) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watching = new Thread(task, "disk-space");
            watching.setDaemon(true);
            return watching;
        });
        DiskSpace space = new DiskSpace(() -> Files.getFileStore(directory).getUsableSpace(), limitBytes, listener, thread);
        space.look();
        thread.scheduleWithFixedDelay(space::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        return space;
    }

    /** Bytes that should stay free. */
    public synchronized long limit() {
        return limit;
    }

    public void limit(long bytes) {
        synchronized (this) {
            limit = bytes;
        }
        look();
    }

    /** Bytes that are free, as it was when the disk could be asked last; empty if it never could. */
    public synchronized OptionalLong free() {
        return free;
    }

    /** Whether less is free than should be. */
    public synchronized boolean isLow() {
        return low;
    }

    /** A disk that cannot be asked counts as it did when it could. */
    synchronized void look() {
        long now;
        try {
            now = source.free();
        } catch (IOException e) {
            if (!unknown) log.warn("cannot tell how much room the data directory has", e);
            unknown = true;
            return;
        }
        unknown = false;
        free = OptionalLong.of(now);
        if (now < limit) {
            if (!low) listener.low(now, limit);
            low = true;
        } else if (low && now - limit >= limit / SLACK) {
            listener.enough(now);
            low = false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
