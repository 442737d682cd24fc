package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link CrashTest}, while groups are written behind others that are being forced. */
class OverlapCrashTest {

    private static final int STEPS = 120;
    private static final int STEPS_AFTERWARDS = 15;

    @Test
    void groupsAreWrittenBehindOthersThatAreBeingForced() throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        Workload work = work(1);
        work.run(files, STEPS);
        assertThat(work.timesAhead()).isGreaterThan(5);
        assertThat(work.isAllConfirmed()).isTrue();
        work.checkAgainst(files.afterKill());
        work.checkAgainst(files.afterPowerLoss());
        assertThat(files.list()).as("the work fills several segments").hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void losingPowerAfterAFaultLosesNothingConfirmed(Fault fault) throws IOException {
        everywhere(fault, MemoryFiles::afterPowerLoss, OverlapCrashTest::work);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"ERROR", "TORN"})
    void endingAfterAFaultLosesNothingConfirmed(Fault fault) throws IOException {
        everywhere(fault, MemoryFiles::afterKill, OverlapCrashTest::work);
    }

    /** The same while segments are used again, whose earlier records must never come back. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void withReleasedSegmentsNothingConfirmedIsLostEither(Fault fault) throws IOException {
        everywhere(fault, MemoryFiles::afterPowerLoss, seed -> work(seed).withCheckpoints(12));
    }

    /** At any moment, whatever was being forced then. */
    @Test
    void beingKilledLosesNothingConfirmed() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Workload work = work(seed);
            MemoryFiles files = new MemoryFiles(seed);
            int steps = seed % STEPS;
            try {
                work.runUntilKilled(files, steps);
                MemoryFiles after = seed % 2 == 0 ? files.afterKill() : files.afterPowerLoss();
                work.checkAgainst(after);
                work.run(after, STEPS_AFTERWARDS);
                work.checkAgainst(after.afterPowerLoss());
            } catch (IOException | AssertionError e) {
                fail("seed " + seed, e);
            }
        }
    }

    private static Workload work(long seed) {
        return new Workload(seed, SyncPolicy.GROUP).overlapping();
    }

    /** The fault at each operation, a restart, more work, and another restart. */
    private static void everywhere(Fault fault, Function<MemoryFiles, MemoryFiles> restart, Function<Long, Workload> works) throws IOException {
        MemoryFiles whole = new MemoryFiles(1);
        works.apply(1L).run(whole, STEPS);
        for (long operation = 1; operation < whole.operations(); operation++) {
            try {
                MemoryFiles files = new MemoryFiles(operation).failing(operation, fault);
                Workload work = works.apply(operation);
                try {
                    work.run(files, STEPS);
                } catch (IOException expected) {
                    assertThat(files.isOff()).isTrue();
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
}
