package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The last byte of the disk goes at each operation in turn, while logs and snapshots are made: what was confirmed is there. */
class FullDiskCatalogTest {

    private static final int STEPS = 60;
    private static final int STEPS_WITHOUT_ROOM = 3;
    private static final int STEPS_AFTERWARDS = 20;

    @Test
    void nothingConfirmedIsLostWhenItIsKilledThen() throws IOException {
        atEachOperation(MemoryFiles::afterKill);
    }

    @Test
    void norWhenThePowerGoes() throws IOException {
        atEachOperation(MemoryFiles::afterPowerLoss);
    }

    private static void atEachOperation(UnaryOperator<MemoryFiles> end) throws IOException {
        MemoryFiles fresh = new MemoryFiles(1);
        TestCatalog.open(fresh);
        long first = fresh.operations();
        MemoryFiles whole = new MemoryFiles(1);
        new Workload(1).run(whole, STEPS);
        assertThat(whole.list()).as("there is a snapshot").anyMatch(name -> name.endsWith(".db"));
        for (long operation = first; operation < whole.operations(); operation++) {
            try {
                fillUp(operation, end);
            } catch (IOException | RuntimeException | AssertionError e) {
                fail("full from operation " + operation + " on", e);
            }
        }
    }

    /** It starts without room as well, and works again in the life after. */
    private static void fillUp(long operation, UnaryOperator<MemoryFiles> end) throws IOException {
        Workload work = new Workload(operation);
        MemoryFiles files = new MemoryFiles(operation).fullFrom(operation);
        work.run(files, STEPS);
        MemoryFiles full = end.apply(files);
        full.limitTo(full.size());
        work.run(full, STEPS_WITHOUT_ROOM);
        MemoryFiles roomy = end.apply(full);
        work.run(roomy, STEPS_AFTERWARDS);
        assertThat(work.isAllConfirmed()).isTrue();
        work.checkAgainst(end.apply(roomy));
    }
}
