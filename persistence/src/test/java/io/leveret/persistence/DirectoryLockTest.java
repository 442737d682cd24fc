package io.leveret.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the keys of files do not tell which file one is, as on some file systems of a network. */
class DirectoryLockTest {

    private static final LockedFile.Keys EVER_OTHERS = file -> {
        Whereabouts.attributes(file);
        return new Object();
    };

    @TempDir
    Path temporary;
    private Path path;

    @BeforeEach
    void makeADirectory() throws IOException {
        path = temporary.resolve("data");
        DataDirectory.open(path, Clock.systemUTC()).close();
    }

    @Test
    void isKeptWhenFilesGetOtherKeys() throws Exception {
        try (DirectoryLock lock = take()) {
            String pid = Files.readString(path.resolve("lock"));
            for (int i = 0; i < 3; i++) assertThatCode(lock::require).doesNotThrowAnyException();
            assertThat(path.resolve("lock")).as("for people to read").hasContent(pid);
            assertThat(othersThatGetIn()).isZero();
            Files.delete(path.resolve("lock"));
            assertThatThrownBy(lock::require).as("then nothing tells that this is the directory").isInstanceOf(DataDirectoryLostException.class);
        }
    }

    @Test
    void isLostWithTheDirectoryThoughThereIsACopyOfIt() throws IOException {
        try (DirectoryLock lock = take()) {
            Path moved = Files.move(path, temporary.resolve("moved"));
            Files.createDirectory(path);
            for (String name : new String[] {"lock", "node"}) Files.copy(moved.resolve(name), path.resolve(name));
            assertThatThrownBy(lock::require).isInstanceOf(DataDirectoryLostException.class)
                    .hasMessageEndingWith("it was deleted or replaced while in use");
        }
    }

    /** Else both locks could get lost one after the other. */
    @Test
    void locksACopyOfTheNodeFileInItsPlace() throws Exception {
        try (DirectoryLock lock = take(LockedFile.Keys.OF_THE_SYSTEM)) {
            Path node = path.resolve("node");
            Path copy = Files.copy(node, path.resolve("copy"));
            Files.delete(node);
            Files.move(copy, node);
            assertThatCode(lock::require).doesNotThrowAnyException();
            Files.delete(path.resolve("lock"));
            assertThat(othersThatGetIn()).isZero();
            assertThatCode(lock::require).doesNotThrowAnyException();
        }
    }

    @Test
    void keepsOutOthersWithTheSameClassesHoweverOftenTheyTry() throws Exception {
        HeldHere ofAnotherLoader = new HeldHere();
        try (DirectoryLock lock = take(LockedFile.Keys.OF_THE_SYSTEM)) {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> DirectoryLock.take(path, LockedFile.Keys.OF_THE_SYSTEM, ofAnotherLoader)).isInstanceOf(DataDirectoryInUseException.class);
            }
            assertThat(ofAnotherLoader.channelsKeptOpen()).isEqualTo(1);
            Path free = Files.createDirectory(temporary.resolve("free"));
            assertThatCode(() -> DirectoryLock.take(free, LockedFile.Keys.OF_THE_SYSTEM, ofAnotherLoader).close()).doesNotThrowAnyException();
            assertThat(othersThatGetIn()).as("no lock was given up").isZero();
            assertThatCode(lock::require).doesNotThrowAnyException();
        }
        try (DirectoryLock next = DirectoryLock.take(path, LockedFile.Keys.OF_THE_SYSTEM, ofAnotherLoader)) {
            next.takeNode();
            assertThat(ofAnotherLoader.channelsKeptOpen()).isZero();
            assertThat(othersThatGetIn()).isZero();
        }
        assertThat(othersThatGetIn()).isEqualTo(1);
    }

    private DirectoryLock take() throws IOException {
        return take(EVER_OTHERS);
    }

    private DirectoryLock take(LockedFile.Keys keys) throws IOException {
        DirectoryLock lock = DirectoryLock.take(path, keys, HeldHere.IN_THIS_PROCESS);
        lock.takeNode();
        return lock;
    }

    private int othersThatGetIn() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), DataDirectoryTest.Opener.class.getName(), path.toString()).redirectErrorStream(true).start();
        String output = new String(other.getInputStream().readAllBytes());
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.contains("is in use by") ? 0 : 1;
    }
}
