package io.leveret.broker;

import io.leveret.broker.amqp.Alarms;
import io.leveret.persistence.DiskSpace;

/** Raises the alarm when the disk of the data directory has little room left. */
final class DiskAlarm implements DiskSpace.Listener {

    private static final long MIB = 1 << 20;

    private final Alarms.Watcher disk;

    DiskAlarm(Alarms alarms) {
        this.disk = alarms.watcher(Alarms.Resource.DISK);
    }

    @Override
    public void low(long freeBytes, long limitBytes) {
        disk.raise(freeBytes / MIB + " MiB free, " + limitBytes / MIB + " MiB wanted (persistence.disk-free-limit)");
    }

    @Override
    public void enough(long freeBytes) {
        disk.clear();
    }
}
