package io.leveret.broker;

import io.leveret.broker.amqp.Alarms;
import io.leveret.persistence.catalog.CatalogListener;
import io.leveret.persistence.journal.JournalListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker does when it cannot store something: publishers wait for room on the disk; all else ends it, as what is on
 * the disk is known only after the next start.
 */
final class StorageTroubles implements JournalListener, CatalogListener {

    private static final Logger log = LoggerFactory.getLogger(StorageTroubles.class);

    private final String what;
    private final Alarms.Watcher disk;
    private final Supplier<String> where;
    private final Runnable stop;
    private final AtomicBoolean failed;
    private int full; // journals without room: messages have one that lasts and one that does not

    /**
     * @param what   cannot be stored
     * @param where  tells where the stores are, and how much room there is
     * @param stop   ends the broker; not called on the store's own threads, which it waits for
     * @param failed whether that has been done already
     */
    StorageTroubles(String what, Alarms alarms, Supplier<String> where, Runnable stop, AtomicBoolean failed) {
        this.what = what;
        this.disk = alarms.watcher(Alarms.Resource.DISK);
        this.where = where;
        this.stop = stop;
        this.failed = failed;
    }

    @Override
    public synchronized void diskFull(IOException reason) {
        if (full++ == 0) disk.raise("there is no room for more " + what + " in " + where.get() + ": " + reason.getMessage());
    }

    @Override
    public synchronized void diskAvailable() {
        if (--full == 0) disk.clear();
    }

    @Override
    public void failed(Throwable reason) {
        log.error("{} cannot be stored any more, stopping; what was not confirmed may be lost", what, reason);
        if (failed.compareAndSet(false, true)) new Thread(stop, "stop-after-failure").start();
    }
}
