package io.leveret.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostMeterTest {
    private static final long OURS = 10;
    private static final long BROKER = 20;
    private static final long CHILD = 21;

    @TempDir
    Path proc;

    @BeforeEach
    void startProcesses() throws IOException {
        machine(1_000, 5_000);
        process(OURS, 7, 100, 50, "");
        process(BROKER, 1, 10, 1_024, CHILD + " ");
        process(CHILD, 4, 200, 2_048, "");
    }

    @Test
    void countsTheBrokersChildrenAndWhatOthersTake() throws IOException {
        CostMeter meter = new CostMeter(proc, OURS, Optional.of(BROKER));
        meter.begin();
        machine(1_000 + 300, 5_000 + 100);
        process(OURS, 57, 100, 50, "");
        process(CHILD, 104, 300, 4_096, "");
        Cost cost = meter.end();
        assertThat(cost.brokerSeconds()).isEqualTo(2.0);
        assertThat(cost.generatorSeconds()).isEqualTo(0.5);
        assertThat(cost.foreign()).isCloseTo((300 - 200 - 50) / 400.0, within(1e-9));
        assertThat(cost.beforeKib()).isEqualTo(3_072);
        assertThat(cost.residentKib()).isEqualTo(5_120);
    }

    @Test
    void knowsOnlyItselfWhenNobodySaysWhoTheBrokerIs() {
        CostMeter meter = new CostMeter(proc, OURS, Optional.empty());
        meter.begin();
        assertThat(meter.end().knowsBroker()).isFalse();
    }

    @Test
    void bearsABrokerThatHasGone() {
        CostMeter meter = new CostMeter(proc, OURS, Optional.of(99L));
        meter.begin();
        assertThat(meter.end().brokerSeconds()).isZero();
        assertThat(new ProcessTree(proc, 99).isThere()).isFalse();
    }

    @Test
    void countsAsIdleWhatTheHypervisorGaveToOthers() {
        MachineCpu machine = MachineCpu.of("cpu  10 20 30 400 50 6 7 80 9 9");
        assertThat(machine).isEqualTo(new MachineCpu(10 + 20 + 30 + 6 + 7, 10 + 20 + 30 + 400 + 50 + 6 + 7 + 80));
    }

    private void machine(long user, long idle) throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu  " + user + " 0 0 " + idle + " 0 0 0 0 0 0\n");
    }

    private void process(long pid, long user, long system, long residentKib, String children) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(pid + "/task/" + pid)).getParent().getParent();
        Files.writeString(directory.resolve("stat"), pid + " (a (strange) name) S 1 1 1 0 -1 0 0 0 0 0 " + user + " " + system + " 0 0\n");
        Files.writeString(directory.resolve("status"), "Name:\tx\nVmHWM:\t 9000 kB\nVmRSS:\t " + residentKib + " kB\n");
        Files.writeString(directory.resolve("task/" + pid + "/children"), children);
    }
}
