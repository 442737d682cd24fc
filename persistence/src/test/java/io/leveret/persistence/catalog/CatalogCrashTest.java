package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same work again and again, each time with a fault at another operation on the disk. Whatever happens then, the next
 * start finds everything that had been confirmed, and work goes on.
 */
class CatalogCrashTest {

    private static final int STEPS = 150;

    @Test
    void withoutAFaultEverythingIsThere() throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        Workload work = new Workload(1);
        work.run(files, STEPS);
        work.run(files.afterKill(), STEPS);
        assertThat(work.isAllConfirmed()).isTrue();
        assertThat(files.list()).as("there is more than one log, and a snapshot")
                .anyMatch(name -> name.endsWith(".db")).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultAtAnyOperationLosesNothingConfirmed(Fault fault) throws IOException {
        boolean isPowerLoss = fault == Fault.POWER_LOSS || fault == Fault.TORN_POWER_LOSS;
        for (long operation = 0; operation < operationsWithoutFault(); operation++) {
            crash(operation, fault, isPowerLoss ? MemoryFiles::afterPowerLoss : MemoryFiles::afterKill);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"ERROR", "TORN"})
    void losingPowerAfterAFaultLosesNothingConfirmed(Fault fault) throws IOException {
        for (long operation = 0; operation < operationsWithoutFault(); operation++) {
            crash(operation, fault, MemoryFiles::afterPowerLoss);
        }
    }

    /** What the second life found written only is durable when it goes on. */
    @Test
    void losingPowerInTheLifeAfterAKillLosesNothingConfirmed() throws IOException {
        for (long operation = 0; operation < operationsWithoutFault(); operation++) {
            MemoryFiles files = new MemoryFiles(operation).failing(operation, Fault.TORN);
            Workload work = new Workload(operation);
            lives(operation, () -> {
                runUntilFault(work, files);
                work.run(files.repaired(), 4);
                work.checkAgainst(files.afterPowerLoss());
            });
        }
    }

    @Property(tries = 60)
    void manyLivesWithFaultsAtRandomLoseNothingConfirmed(@ForAll long seed) throws IOException {
        java.util.Random random = new java.util.Random(seed);
        MemoryFiles files = new MemoryFiles(seed);
        Workload work = new Workload(seed);
        for (int life = 0; life < 8; life++) {
            Fault fault = Fault.values()[random.nextInt(4)];
            files.failing(files.operations() + random.nextInt(200), fault);
            runUntilFault(work, files);
            files = files.isOff() || random.nextBoolean() ? files.afterPowerLoss() : files.afterKill();
        }
        work.run(files, 10);
        assertThat(work.isAllConfirmed()).isTrue();
    }

    private static void crash(long operation, Fault fault, Function<MemoryFiles, MemoryFiles> restart) {
        lives(operation, () -> {
            MemoryFiles files = new MemoryFiles(operation).failing(operation, fault);
            Workload work = new Workload(operation);
            runUntilFault(work, files);
            MemoryFiles after = restart.apply(files);
            work.run(after, 20);
            assertThat(work.isAllConfirmed()).isTrue();
            work.checkAgainst(restart.apply(after));
        });
    }

    private static void runUntilFault(Workload work, MemoryFiles files) {
        try {
            work.run(files, STEPS);
        } catch (IOException expected) {
            assertThat(expected).as("it is the disk that fails, not the catalog").isNotInstanceOf(CatalogException.class);
        }
    }

    private interface Lives {
        void run() throws IOException;
    }

    private static void lives(long operation, Lives lives) {
        try {
            lives.run();
        } catch (IOException | AssertionError e) {
            fail("with a fault in operation " + operation, e);
        }
    }

    private static long operationsWithoutFault() throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        new Workload(1).run(files, STEPS);
        return files.operations();
    }
}
