package io.leveret.broker;

import io.leveret.broker.amqp.Alarms;
import io.leveret.persistence.journal.JournalListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the broker does about its store's troubles: publishers wait for room on the disk, all else ends it. */
final class StoreTroubles implements JournalListener {

    private static final Logger log = LoggerFactory.getLogger(StoreTroubles.class);

    private final Alarms.Watcher disk;
    private final Runnable stop;

    /** @param stop ends the broker; not called on the store's own threads, which it waits for */
    StoreTroubles(Alarms alarms, Runnable stop) {
        this.disk = alarms.watcher(Alarms.Resource.DISK);
        this.stop = stop;
    }

    @Override
    public void diskFull(IOException reason) {
        disk.raise("there is no room for more messages: " + reason.getMessage());
    }

    @Override
    public void diskAvailable() {
        disk.clear();
    }

    @Override
    public void failed(Throwable reason) {
        log.error("messages cannot be stored any more, stopping: what is on the disk is known only after the next start", reason);
        new Thread(stop, "stop-after-failure").start();
    }
}
