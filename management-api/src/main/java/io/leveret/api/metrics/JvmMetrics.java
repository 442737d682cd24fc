package io.leveret.api.metrics;

import io.leveret.api.Node;
import io.leveret.engine.view.MemoryInfo;
import io.leveret.engine.view.ProcessInfo;
import io.prometheus.metrics.model.snapshots.Labels;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;

/** Of the JVM. */
final class JvmMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private JvmMetrics() {
    }

    static void write(Node node, Scrape jvm) {
        ProcessInfo process = node.figures().process();
        jvm.under("process_").gauge("start_time_seconds", "When the broker was started", process.startedAt() / MILLIS);
        jvm.gauge("jvm_heap_used_bytes", "Heap in use, garbage included", process.heap().used());
        jvm.gauge("jvm_heap_committed_bytes", "Heap that the JVM holds", process.heap().committed());
        jvm.gauge("jvm_heap_max_bytes", "Heap that there may be", process.heap().max());
        jvm.gauge("jvm_threads", "Threads", process.threads());
        node.figures().memory().resident().ifPresent(bytes ->
            jvm.gauge("process_resident_memory_bytes", "Memory of the process, as the operating system counts", bytes));
        process.cpuNanos().ifPresent(nanos -> jvm.counter("process_cpu_seconds", "CPU time of all threads", nanos / NANOS));
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            if (usage == null) continue; // a pool that is no more
            jvm.gauge("jvm_memory_pool_used_bytes", "In use", Labels.of("pool", pool.getName()), usage.getUsed());
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Labels labels = Labels.of("gc", collector.getName());
            jvm.counter("jvm_gc_collections", "Collections", labels, Math.max(0, collector.getCollectionCount()));
            jvm.counter("jvm_gc_seconds", "Time that they took", labels, Math.max(0, collector.getCollectionTime()) / MILLIS);
        }
    }

    /** What memory is used for, as far as the JVM has anything like the parts that RabbitMQ tells apart. */
    static void breakdown(MemoryInfo memory, Scrape into) {
        into.gauge("code_module_bytes", "Classes and compiled code", memory.classes() + memory.code());
        into.gauge("message_index_bytes", "Messages in queues, with what they cost beside their bodies", memory.messages());
        into.gauge("binary_heap_bytes", "Buffers outside of the heap", memory.direct());
        into.gauge("other_erlang_process_bytes", "The rest of the heap in use", Math.max(0, memory.heapUsed() - memory.messages()));
        into.gauge("other_system_bytes", "What else the JVM counts outside of the heap", memory.otherNonHeap());
        into.gauge("runtime_allocated_unused_bytes", "Heap that the JVM holds and does not use", Math.max(0, memory.heapCommitted() - memory.heapUsed()));
    }
}
