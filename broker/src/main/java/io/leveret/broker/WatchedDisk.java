package io.leveret.broker;

import io.leveret.broker.node.NodeFigures;
import io.leveret.persistence.DiskSpace;
import java.util.OptionalLong;

/** The disk of the data directory, as the node's figures show it. */
record WatchedDisk(DiskSpace space) implements NodeFigures.Disk {

    @Override
    public OptionalLong free() {
        return space.free();
    }

    @Override
    public long limit() {
        return space.limit();
    }
}
