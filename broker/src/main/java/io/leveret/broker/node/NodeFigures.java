package io.leveret.broker.node;

import io.leveret.broker.amqp.Alarms;
import io.leveret.engine.Broker;
import io.leveret.engine.queue.MessageMemory;
import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.MemoryInfo;
import io.leveret.engine.view.NodeView;
import io.leveret.engine.view.ProcessInfo;
import io.leveret.engine.view.ResourceInfo;
import io.leveret.engine.view.StorageHealth;
import java.util.OptionalLong;

/** How the process is doing, for whoever asks and for the sampler; and an alarm when its heap is full. */
public final class NodeFigures implements NodeView, AutoCloseable {

    /** The disk of the data directory. */
    public interface Disk {

        /** For a broker that keeps nothing. */
        Disk NONE = new Disk() {
            @Override
            public OptionalLong free() {
                return OptionalLong.empty();
            }

            @Override
            public long limit() {
                return 0;
            }
        };

        OptionalLong free();

        long limit();
    }

    /**
     * What the heap should not hold more of.
     *
     * @param bytes   that are no garbage
     * @param setting that says so
     */
    public record HeapLimit(long bytes, String setting) {
    }

    private final Broker broker;
    private final int mostSockets;
    private final MessageMemory messages;
    private final Alarms alarms;
    private final Disk disk;
    private final GarbageCollections collections = new GarbageCollections();
    private final ThisProcess process;
    private final HeapWatch heap;
    private final History history;
    private final Counters counters;

    /** @param mostSockets of clients; negative for any number */
    public NodeFigures(Broker broker, int mostSockets, MessageMemory messages, Alarms alarms, HeapLimit limit, Disk disk) {
        this.broker = broker;
        this.process = new ThisProcess(collections, broker.sampler()::millis);
        this.mostSockets = mostSockets;
        this.messages = messages;
        this.alarms = alarms;
        this.disk = disk;
        this.heap = new HeapWatch(liveHeap(), limit.bytes(), limit.setting(), alarms);
        this.history = broker.stats().ofProcess();
        this.counters = broker.stats().process(history);
    }

    /** Before each of the sampler's rounds, on its thread. */
    public void sample() {
        counters.set(Metric.MEMORY_USED, process.heapLeft());
        process.openFiles().ifPresent(files -> counters.set(Metric.FILES_OPEN, files));
        counters.set(Metric.SOCKETS_OPEN, sockets());
        counters.set(Metric.THREADS, process.threads());
        disk.free().ifPresent(bytes -> counters.set(Metric.DISK_FREE, bytes));
        ProcessInfo.Collections soFar = collections.soFar();
        counters.set(Metric.COLLECTIONS, soFar.count());
        counters.set(Metric.RECLAIMED_BYTES, soFar.reclaimedBytes());
        broker.storage().disk().health().ifPresent(this::sample);
    }

    private void sample(StorageHealth storage) {
        counters.set(Metric.DISK_READ_COUNT, storage.coldReads());
        counters.set(Metric.DISK_WRITE_COUNT, storage.writes().groups());
        counters.set(Metric.DISK_WRITE_BYTES, storage.writes().bytes());
        counters.set(Metric.DISK_SYNC_COUNT, storage.forces().count());
    }

    /** Twice a second, on the sampler's thread. */
    public void watchHeap() {
        heap.look();
    }

    @Override
    public ResourceInfo resources() {
        return new ResourceInfo(
                new ResourceInfo.Memory(process.heapLeft(), heap.limit(), alarms.shortOf().contains(Alarms.Resource.MEMORY)),
                new ResourceInfo.Disk(disk.free(), disk.limit(), alarms.shortOf().contains(Alarms.Resource.DISK)));
    }

    @Override
    public ProcessInfo process() {
        return process.info(sockets(), mostSockets);
    }

    @Override
    public MemoryInfo memory() {
        return process.memory(messages.used());
    }

    @Override
    public History history() {
        return history;
    }

    private int sockets() {
        return broker.clients().size();
    }

    private HeapWatch.Heap liveHeap() {
        return new HeapWatch.Heap() {
            @Override
            public long live() {
                return collections.live();
            }

            @Override
            public long collections() {
                return collections.count();
            }

            @Override
            public void collect() {
                System.gc();
            }
        };
    }

    @Override
    public void close() {
        collections.close();
    }
}
