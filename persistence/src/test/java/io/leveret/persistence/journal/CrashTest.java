package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same work again and again, each time with a fault at another operation on the disk. Whatever happens then, the next
 * start finds everything that had been confirmed, and work goes on.
 */
class CrashTest {

    private static final int STEPS = 90;
    private static final int STEPS_AFTERWARDS = 12;

    @Test
    void withoutAFaultEverythingIsThere() throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        Workload work = new Workload(1, SyncPolicy.GROUP);
        work.run(files, STEPS);
        assertThat(work.isAllConfirmed()).isTrue();
        work.checkAgainst(files.afterKill());
        work.checkAgainst(files.afterPowerLoss());
        assertThat(files.list()).as("the work fills several segments").hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({"ERROR, group", "TORN, group", "POWER_LOSS, group", "TORN_POWER_LOSS, group",
            "ERROR, os", "TORN, os", "TORN, interval:3", "ERROR, interval:3"})
    void aFaultAtAnyOperationLosesNothingConfirmed(Fault fault, String policy) throws IOException {
        SyncPolicy sync = SyncPolicy.parse(policy);
        long operations = operationsWithoutFault(sync);
        boolean isPowerLoss = fault == Fault.POWER_LOSS || fault == Fault.TORN_POWER_LOSS;
        for (long operation = 0; operation < operations; operation++) {
            crash(operation, fault, sync, isPowerLoss ? MemoryFiles::afterPowerLoss : MemoryFiles::afterKill);
        }
    }

    /** Faults of the disk and the loss of power right behind them. Under {@code group} only: the others promise nothing. */
    @ParameterizedTest
    @CsvSource({"ERROR", "TORN"})
    void losingPowerAfterAFaultLosesNothingConfirmed(Fault fault) throws IOException {
        long operations = operationsWithoutFault(SyncPolicy.GROUP);
        for (long operation = 0; operation < operations; operation++) {
            crash(operation, fault, SyncPolicy.GROUP, MemoryFiles::afterPowerLoss);
        }
    }

    /** The same while segments are used again, whose earlier records must never come back. */
    @ParameterizedTest
    @CsvSource({"ERROR", "TORN", "POWER_LOSS", "TORN_POWER_LOSS"})
    void withReleasedSegmentsNothingConfirmedIsLostEither(Fault fault) throws IOException {
        MemoryFiles whole = new MemoryFiles(1);
        new Workload(1, SyncPolicy.GROUP).withCheckpoints(12).run(whole, STEPS);
        assertThat(whole.list()).as("files are used again").hasSizeLessThan(14);
        for (long operation = 1; operation < whole.operations(); operation++) {
            try {
                MemoryFiles files = new MemoryFiles(operation).failing(operation, fault);
                Workload work = new Workload(operation, SyncPolicy.GROUP).withCheckpoints(12);
                try {
                    work.run(files, STEPS);
                } catch (IOException expected) {
                    assertThat(files.isOff()).isTrue();
                }
                MemoryFiles after = files.afterPowerLoss();
                work.checkAgainst(after);
                work.run(after, 2 * STEPS_AFTERWARDS);
                assertThat(work.isAllConfirmed()).isTrue();
                work.checkAgainst(after.afterPowerLoss());
            } catch (IOException | AssertionError e) {
                fail(fault + " in operation " + operation, e);
            }
        }
    }

    /** What was confirmed may be gone then, but what is there is whole, in order, and no reason not to start. */
    @ParameterizedTest
    @CsvSource({"os", "interval:3"})
    void losingPowerUnderOtherPoliciesLosesOnlyTheEnd(String policy) throws IOException {
        SyncPolicy sync = SyncPolicy.parse(policy);
        long operations = operationsWithoutFault(sync);
        for (long operation = 0; operation < operations; operation++) {
            for (int chance = 0; chance < 2; chance++) {
                MemoryFiles files = new MemoryFiles(operation * 31 + chance).failing(operation, Fault.TORN_POWER_LOSS);
                Workload work = new Workload(operation, sync);
                try {
                    work.run(files, STEPS);
                } catch (IOException expected) {
                    assertThat(files.isOff()).isTrue();
                }
                try {
                    work.checkOnlyAgainst(files.afterPowerLoss());
                } catch (IOException | AssertionError e) {
                    fail("power lost in operation " + operation, e);
                }
            }
        }
    }

    @Test
    void whatAKilledProcessHadOnlyWrittenIsMadeDurableAtTheNextStart() throws IOException {
        long operations = operationsWithoutFault(SyncPolicy.OS);
        for (long operation = 1; operation < operations; operation++) {
            MemoryFiles files = new MemoryFiles(operation).failing(operation, Fault.TORN);
            Workload work = new Workload(operation, SyncPolicy.OS);
            work.run(files, STEPS);
            work.use(SyncPolicy.GROUP);
            work.run(files.repaired(), 4);
            try {
                work.checkAgainst(files.afterPowerLoss());
            } catch (IOException | AssertionError e) {
                fail("operation " + operation + " failed, later power was lost", e);
            }
        }
    }

    private static long operationsWithoutFault(SyncPolicy sync) throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        new Workload(1, sync).run(files, STEPS);
        return files.operations();
    }

    /** The fault, a restart, more work, and another restart. */
    private static void crash(long operation, Fault fault, SyncPolicy sync, Function<MemoryFiles, MemoryFiles> restart) {
        try {
            MemoryFiles files = new MemoryFiles(operation).failing(operation, fault);
            Workload work = new Workload(operation, sync);
            try {
                work.run(files, STEPS);
            } catch (IOException e) {
                assertThat(files.isOff() || operation == 0).as("only the listing of files may fail: " + e).isTrue();
            }
            MemoryFiles after = restart.apply(files);
            work.checkAgainst(after);
            work.run(after, STEPS_AFTERWARDS);
            assertThat(work.isAllConfirmed()).isTrue();
            work.checkAgainst(restart.apply(after));
        } catch (IOException | AssertionError e) {
            fail(fault + " in operation " + operation, e);
        }
    }
}
