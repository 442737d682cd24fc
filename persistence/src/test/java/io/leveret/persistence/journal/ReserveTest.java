package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReserveTest {

    private static final String NAME = "reserve";
    private static final int SIZE = 8192;

    @TempDir
    Path directory;

    @Test
    void anUnfinishedFileOfAnEarlierLifeGoes() throws IOException {
        Files.write(directory.resolve("reserve.new"), new byte[100]);
        Reserve reserve = new Reserve(new DirectoryFiles(directory), NAME);
        reserve.find();
        assertThat(directory).isEmptyDirectory();
        assertThat(reserve.size()).isZero();
    }

    /** As one that could be made in part, and then not be cleared away. */
    @Test
    void anUnfinishedFileIsNotInTheWayOfAnother() throws IOException {
        Reserve reserve = new Reserve(new DirectoryFiles(directory), NAME);
        reserve.find();
        Files.write(directory.resolve("reserve.new"), new byte[100]);
        reserve.keep(SIZE);
        assertThat(directory.resolve(NAME)).hasSize(SIZE);
        assertThat(directory.resolve("reserve.new")).doesNotExist();
        Files.write(directory.resolve("reserve.new"), new byte[100]);
        reserve.keep(2 * SIZE);
        assertThat(directory.resolve(NAME)).hasSize(2 * SIZE);
        assertThat(reserve.size()).isEqualTo(2 * SIZE);
    }

    @Test
    void whateverFailsTheNextAttemptDoes() throws IOException {
        long operations = after(Long.MAX_VALUE, Fault.ERROR);
        for (Fault fault : new Fault[] {Fault.ERROR, Fault.TORN}) {
            for (long at = 0; at < operations; at++) after(at, fault);
        }
    }

    @Test
    void whatIsThereStaysWhenThereIsNoRoomForMore() throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        Reserve reserve = new Reserve(files, NAME);
        reserve.keep(SIZE);
        files.limitTo(SIZE + 100);
        assertThatThrownBy(() -> reserve.keep(2 * SIZE)).hasMessage("No space left on device");
        assertThat(files.list()).containsExactly(NAME);
        assertThat(reserve.size()).isEqualTo(SIZE);
    }

    /** @return how many operations there were before the last attempt */
    private static long after(long failure, Fault fault) throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        new Reserve(files, NAME).keep(SIZE);
        long before = files.operations();
        Reserve reserve = new Reserve(files, NAME);
        files.failing(failure == Long.MAX_VALUE ? failure : before + failure, fault);
        try {
            reserve.find();
            reserve.keep(2 * SIZE);
        } catch (IOException failed) {
            assertThat(failed).hasMessageContaining(fault.name());
        }
        long operations = files.operations() - before;
        reserve.keep(2 * SIZE);
        assertThat(files.list()).as(fault + " in operation " + failure).containsExactly(NAME);
        assertThat(files.bytes(NAME)).hasSize(2 * SIZE);
        return operations;
    }
}
