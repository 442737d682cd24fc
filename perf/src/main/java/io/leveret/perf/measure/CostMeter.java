package io.leveret.perf.measure;

import java.nio.file.Path;
import java.util.Optional;

/** Looks at the machine before anything is opened, when a measurement begins, and when it ends. */
public final class CostMeter {
    private static final Path PROC = Path.of("/proc");

    private final Path proc;
    private final ProcessTree own;
    private final Optional<ProcessTree> broker;
    private long ownTicks;
    private long brokerTicks;
    private final long beforeKib;
    private MachineCpu machine = new MachineCpu(0, 0);

    public CostMeter(Optional<Long> brokerPid) {
        this(PROC, ProcessHandle.current().pid(), brokerPid);
    }

    CostMeter(Path proc, long ownPid, Optional<Long> brokerPid) {
        this.proc = proc;
        own = new ProcessTree(proc, ownPid);
        broker = brokerPid.map(pid -> new ProcessTree(proc, pid));
        beforeKib = broker.map(ProcessTree::residentKib).orElse(0L);
    }

    public void begin() {
        broker.ifPresent(ProcessTree::forgetPeak);
        machine = MachineCpu.read(proc);
        ownTicks = own.ticks();
        brokerTicks = broker.map(ProcessTree::ticks).orElse(0L);
    }

    public Cost end() {
        MachineCpu now = MachineCpu.read(proc);
        long ours = own.ticks() - ownTicks;
        if (broker.isEmpty()) return new Cost(Double.NaN, seconds(ours), Double.NaN, 0, 0, 0);
        long brokers = broker.get().ticks() - brokerTicks;
        double foreign = Math.max(0, (double) (now.busy() - machine.busy() - ours - brokers) / Math.max(1, now.all() - machine.all()));
        return new Cost(seconds(brokers), seconds(ours), foreign, beforeKib, broker.get().residentKib(), broker.get().peakResidentKib());
    }

    private static double seconds(long ticks) {
        return (double) ticks / MachineCpu.TICKS_A_SECOND;
    }
}
