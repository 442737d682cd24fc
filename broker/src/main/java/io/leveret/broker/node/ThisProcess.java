package io.leveret.broker.node;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.leveret.engine.view.MemoryInfo;
import io.leveret.engine.view.ProcessInfo;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The process, asked of the JVM and the operating system. */
final class ThisProcess {

    private final GarbageCollections collections;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ProcFile status = ProcFile.ofSelf("status");
    private final ProcFile limits = ProcFile.ofSelf("limits");
    private final LongSupplier clock;
    private final long startedAt;

    /** @param clock milliseconds since 1970, by the clock that all other times of the broker go by */
    ThisProcess(GarbageCollections collections, LongSupplier clock) {
        this.collections = collections;
        this.clock = clock;
        this.startedAt = clock.getAsLong();
    }

    /** @param mostSockets of clients; negative for any number */
    ProcessInfo info(int sockets, int mostSockets) {
        MemoryUsage heap = heap();
        return new ProcessInfo(ProcessHandle.current().pid(), startedAt, clock.getAsLong() - startedAt, Runtime.getRuntime().availableProcessors(),
                known(system.getProcessCpuTime()), openFiles(),
                system instanceof UnixOperatingSystemMXBean unix ? known(unix.getMaxFileDescriptorCount()) : OptionalLong.empty(),
                sockets, known(mostSockets), threads(), limits.number("Max processes"),
                new ProcessInfo.Heap(heap.getUsed(), heap.getCommitted(), Runtime.getRuntime().maxMemory()), collections.soFar());
    }

    OptionalLong openFiles() {
        return system instanceof UnixOperatingSystemMXBean unix ? known(unix.getOpenFileDescriptorCount()) : OptionalLong.empty();
    }

    int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Bytes of heap that were no garbage when somebody looked last. */
    long heapLeft() {
        return collections.left().orElseGet(() -> heap().getUsed());
    }

    /** @param messages what those in queues take up, by the engine's own count */
    MemoryInfo memory(long messages) {
        MemoryUsage heap = heap();
        long outside = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
        long classes = nonHeap("Metaspace") + nonHeap("Compressed Class Space");
        long code = nonHeap("Code");
        return new MemoryInfo(status.number("VmRSS"), Math.min(messages, heap.getUsed()), heap.getUsed(), heap.getCommitted(),
                direct(), classes, code, Math.max(0, outside - classes - code));
    }

    /** Netty has memory of its own where it may, which the JVM does not see. */
    private static long direct() {
        long ofJvm = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        return Math.max(0, ofJvm) + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** Code is in one pool or in three. */
    private static long nonHeap(String name) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.NON_HEAP && pool.getName().startsWith(name))
                .map(MemoryPoolMXBean::getUsage).filter(usage -> usage != null).mapToLong(MemoryUsage::getUsed).sum();
    }

    private static MemoryUsage heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    private static OptionalLong known(long number) {
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
