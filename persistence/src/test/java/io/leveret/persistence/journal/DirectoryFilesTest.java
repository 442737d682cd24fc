package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFilesTest {

    private static final int MORE_THAN_ONE_CALL_TAKES = 2500;

    @TempDir
    Path temporary;

    private DirectoryFiles files;

    @BeforeEach
    void open() throws IOException {
        files = new DirectoryFiles(temporary.resolve("made"));
    }

    @Test
    void makesFilesOfZeros() throws IOException {
        try (JournalFile file = files.create("a", 3_000_000)) {
            assertThat(file.size()).isEqualTo(3_000_000);
            assertThat(read(file, 2_999_990, 20)).isEqualTo(new byte[10]);
        }
        assertThatThrownBy(() -> files.create("a", 10)).as("never over another file").isInstanceOf(IOException.class);
    }

    @Test
    void makesItsFolderOnceMoreWhenItIsGone() throws IOException {
        Files.delete(temporary.resolve("made"));
        files.create("a", 10).close();
        Files.delete(temporary.resolve("made/a"));
        Files.delete(temporary.resolve("made"));
        files.createGrowing("b").close();
        assertThat(temporary.resolve("made/b")).isEmptyFile();
        Files.delete(temporary.resolve("made/b"));
        Files.delete(temporary.resolve("made"));
        Files.delete(temporary);
        assertThatThrownBy(() -> files.create("a", 10)).as("but nothing above it").isInstanceOf(IOException.class);
        Files.createDirectory(temporary);
    }

    @Test
    void doesNotBeginAFileThatCannotBecomeWhole() {
        assertThatThrownBy(() -> files.create("a", 1L << 60)).hasMessage("a file of " + (1L << 50) + " KiB does not fit");
        assertThat(temporary.resolve("made/a")).doesNotExist();
    }

    @Test
    void writesManyBuffersAsOne() throws IOException {
        try (JournalFile file = files.create("a", 10_000)) {
            ByteBuffer[] buffers = IntStream.range(0, MORE_THAN_ONE_CALL_TAKES)
                    .mapToObj(i -> i % 3 == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(new byte[] {(byte) i, 1}))
                    .toArray(ByteBuffer[]::new);
            file.write(buffers, MORE_THAN_ONE_CALL_TAKES - 1, 100);
            file.force();
            byte[] read = read(file, 99, 10_000);
            assertThat(read).startsWith(0, 1, 1, 2, 1, 4, 1, 5, 1);
            int written = 2 * (int) IntStream.range(0, MORE_THAN_ONE_CALL_TAKES - 1).filter(i -> i % 3 != 0).count();
            assertThat(read[written]).isEqualTo((byte) 1);
            assertThat(read[written + 1]).isZero();
        }
    }

    @Test
    void renamesAndDeletes() throws IOException {
        files.create("a", 10).close();
        files.create("b", 10).close();
        files.rename("a", "c");
        files.delete("b");
        files.delete("never there");
        files.force();
        assertThat(files.list()).containsExactly("c");
        files.open("c").close();
        assertThatThrownBy(() -> files.open("a")).isInstanceOf(IOException.class);
    }

    private static byte[] read(JournalFile file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        byte[] read = new byte[file.read(buffer, position)];
        buffer.flip().get(read);
        return read;
    }
}
