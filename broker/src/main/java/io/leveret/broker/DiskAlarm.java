package io.leveret.broker;

import io.leveret.broker.amqp.Alarms;
import io.leveret.persistence.DiskSpace;
import java.nio.file.Path;

/** Raises the alarm when the disk of the data directory has little room left. */
final class DiskAlarm implements DiskSpace.Listener {

    private static final long MIB = 1 << 20;

    private final Path directory;
    private final Alarms.Watcher disk;

    DiskAlarm(Path directory, Alarms alarms) {
        this.directory = directory;
        this.disk = alarms.watcher(Alarms.Resource.DISK);
    }

    @Override
    public void low(long freeBytes, long limitBytes) {
        disk.raise(freeBytes / MIB + " MiB free for " + directory + ", " + limitBytes / MIB + " MiB wanted ("
                + Settings.DISK_FREE_LIMIT.key() + ")");
    }

    @Override
    public void enough(long freeBytes) {
        disk.clear();
    }
}
