package io.leveret.persistence;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedFolderTest {

    @TempDir
    Path directory;

    @Test
    void isLostWhenItIsGoneAndWhenTheDirectoryIs() throws IOException {
        OwnedFolder folder = new OwnedFolder(directory, "journal", Ownership.UNQUESTIONED);
        Files.createDirectory(directory.resolve("journal"));
        assertThatCode(folder::require).doesNotThrowAnyException();
        Files.move(directory.resolve("journal"), directory.resolve("elsewhere"));
        assertThatThrownBy(folder::require).isInstanceOf(DataDirectoryLostException.class)
                .hasMessageContaining("its folder 'journal' was deleted or moved while in use");
        Files.move(directory.resolve("elsewhere"), directory.resolve("journal"));
        assertThatCode(folder::require).doesNotThrowAnyException();
        Ownership lost = () -> {
            throw new IOException("lost");
        };
        assertThatThrownBy(new OwnedFolder(directory, "journal", lost)::require).hasMessage("lost");
    }
}
