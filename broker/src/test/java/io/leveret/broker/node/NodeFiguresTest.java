package io.leveret.broker.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.amqp.Alarms;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.MessageMemory;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.store.CatalogContents;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.MemoryInfo;
import io.leveret.engine.view.ProcessInfo;
import io.leveret.engine.view.ResourceInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NodeFiguresTest {

    private static final NodeFigures.Disk DISK = new NodeFigures.Disk() {
        @Override
        public OptionalLong free() {
            return OptionalLong.of(70);
        }

        @Override
        public long limit() {
            return 50;
        }
    };

    private final Alarms alarms = new Alarms();
    private final Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.ofConnections(3)), new TransientStore(), QueueStorage.NONE);
    private final NodeFigures figures = new NodeFigures(broker, 3, new MessageMemory(1000), alarms,
            new NodeFigures.HeapLimit(1 << 30, "memory.high-watermark"), DISK);

    @AfterEach
    void close() {
        figures.close();
    }

    @Test
    void showsResourcesWithTheirLimitsAndAlarms() {
        assertThat(figures.resources().disk()).isEqualTo(new ResourceInfo.Disk(OptionalLong.of(70), 50, false));
        assertThat(figures.resources().memory()).matches(memory -> memory.used() > 0 && memory.limit() == 1 << 30 && !memory.isShort());
        alarms.watcher(Alarms.Resource.DISK).raise("test");
        alarms.watcher(Alarms.Resource.MEMORY).raise("test");
        assertThat(figures.resources()).matches(resources -> resources.disk().isShort() && resources.memory().isShort());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void knowsTheProcess() {
        ProcessInfo process = figures.process();
        assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(process.openFiles().orElseThrow()).isBetween(1L, process.mostFiles().orElseThrow());
        assertThat(process.cpuNanos().orElseThrow()).isPositive();
        assertThat(process.threads()).isPositive();
        assertThat(process.mostSockets()).hasValue(3);
        MemoryInfo memory = figures.memory();
        assertThat(memory.resident().orElseThrow()).isGreaterThan(memory.classes() + memory.code());
        assertThat(memory.heapUsed()).isBetween(1L, memory.heapCommitted());
        assertThat(memory.classes()).isPositive();
        assertThat(memory.code()).isPositive();
    }

    /** As do rates, and the times at which clients came: a time in which the machine was suspended belongs to all of them. */
    @Test
    void countsItsUptimeByTheClockOfTheLoops() {
        AtomicLong millis = new AtomicLong(1_700_000_000_000L);
        Broker restored = Broker.restored(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), new TransientStore(), QueueStorage.NONE,
                CatalogContents.EMPTY, List.of(new ClockOnly(millis::get)));
        try (NodeFigures ofLoops = new NodeFigures(restored, 3, new MessageMemory(1000), alarms, new NodeFigures.HeapLimit(1 << 30, "memory.high-watermark"), DISK)) {
            millis.addAndGet(TimeUnit.HOURS.toMillis(1));
            assertThat(ofLoops.process().startedAt()).isEqualTo(1_700_000_000_000L);
            assertThat(ofLoops.process().upMillis()).isEqualTo(TimeUnit.HOURS.toMillis(1));
        }
    }

    @Test
    void givesTheSamplerWhatChanges() {
        System.gc();
        figures.sample();
        broker.sampler().round();
        assertThat(figures.history().total(Metric.DISK_FREE)).isEqualTo(70);
        assertThat(figures.history().total(Metric.THREADS)).isPositive();
        assertThat(figures.history().total(Metric.COLLECTIONS)).isPositive();
        assertThat(figures.history().total(Metric.MEMORY_USED)).isPositive();
    }

    @Test
    void readsNumbersThatLinuxTells(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("status");
        Files.writeString(path, "Name:\tjava\nVmRSS:\t    123 kB\nMax processes   62786   62786   processes\nMax files  unlimited\n");
        ProcFile file = new ProcFile(path);
        assertThat(file.number("VmRSS")).hasValue(123 * 1024);
        assertThat(file.number("Max processes")).hasValue(62786);
        assertThat(file.number("Max files")).isEmpty();
        assertThat(file.number("Name")).isEmpty();
        assertThat(new ProcFile(directory.resolve("none")).number("VmRSS")).isEmpty();
    }

    /** A loop that does nothing. */
    private record ClockOnly(LongSupplier clock) implements Loop {

        @Override
        public void execute(Runnable task) {
        }

        @Override
        public Timer schedule(Runnable task, long delayMillis) {
            return () -> { };
        }

        @Override
        public long millis() {
            return clock.getAsLong();
        }

        @Override
        public boolean isCurrent() {
            return true;
        }
    }
}
