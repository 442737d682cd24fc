package io.leveret.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    private final HeldHere ofAnotherLoader = new HeldHere();

    @TempDir
    Path temporary;

    @Test
    void isMadeWithItsParentsForItsOwnerOnly() throws IOException {
        Path path = temporary.resolve("var/leveret");
        try (DataDirectory directory = open(path)) {
            assertThat(directory.path()).isEqualTo(path).isDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
        }
    }

    @Test
    void keepsItsNodeIdAndCreationTime() throws IOException {
        UUID nodeId;
        try (DataDirectory directory = open(temporary)) {
            nodeId = directory.nodeId();
            assertThat(directory.created()).isEqualTo(NOW);
        }
        try (DataDirectory again = DataDirectory.open(temporary, Clock.systemUTC())) {
            assertThat(again.nodeId()).isEqualTo(nodeId);
            assertThat(again.created()).isEqualTo(NOW);
        }
    }

    @Test
    void writesItsNodeFileForPeopleToRead() throws IOException {
        try (DataDirectory directory = open(temporary)) {
            assertThat(temporary.resolve("node")).hasContent(
                    "format = 1\nnode = " + directory.nodeId() + "\ncreated = 2026-11-22T10:15:30Z\n");
            assertThat(temporary.resolve("lock")).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void refusesASecondOwnerInThisProcess() throws IOException {
        try (DataDirectory first = open(temporary)) {
            assertThatThrownBy(() -> open(first.path().resolve("../" + temporary.getFileName())))
                    .isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining("is in use by another broker in this process");
        }
    }

    @Test
    void refusesAnOwnerInAnotherProcessEvenAfterASecondOneHereWasRefused() throws Exception {
        try (DataDirectory directory = open(temporary)) {
            assertThatThrownBy(() -> open(temporary)).isInstanceOf(DataDirectoryInUseException.class);
            assertThat(outcomeInAnotherProcess(directory.path()))
                    .isEqualTo("data directory " + temporary + " is in use by process " + ProcessHandle.current().pid());
        }
        assertThat(outcomeInAnotherProcess(temporary)).isEqualTo("opened");
    }

    @Test
    void keepsOthersOutAlsoWhenItsLockFileIsDeleted() throws Exception {
        try (DataDirectory directory = open(temporary)) {
            Files.delete(temporary.resolve("lock"));
            assertThat(outcomeInAnotherProcess(temporary))
                    .isEqualTo("data directory " + temporary + " is in use by another process, whose file 'lock' was deleted");
            directory.require();
            Files.delete(temporary.resolve("node")); // and nobody reads the other: this process would give up its lock on it
            assertThat(outcomeInAnotherProcess(temporary)).as("the new lock file is locked")
                    .isEqualTo("data directory " + temporary + " is in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void takesALockFileBackThatSomebodyElseMade() throws IOException {
        try (DataDirectory directory = open(temporary)) {
            Files.delete(temporary.resolve("lock"));
            Files.writeString(temporary.resolve("lock"), "1\n");
            directory.require();
            directory.require();
            assertThat(temporary.resolve("lock")).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void isLostWhenItIsNotTheOneThatWasLockedAnyMore() throws Exception {
        Path path = temporary.resolve("data");
        try (DataDirectory directory = open(path)) {
            directory.require();
            Path moved = Files.move(path, temporary.resolve("moved"));
            assertThatThrownBy(directory::require).isInstanceOf(DataDirectoryLostException.class)
                    .hasMessage("data directory " + path + " is lost to this broker: it was deleted or replaced while in use");
            assertThat(outcomeInAnotherProcess(path)).isEqualTo("opened");
            assertThatThrownBy(directory::require).as("there is another one").isInstanceOf(DataDirectoryLostException.class);
            assertThat(outcomeInAnotherProcess(moved)).contains("is in use by process");
        }
    }

    @Test
    void isLostWhenTheLinkThatLeadsThereLeadsElsewhere() throws Exception {
        Path one = Files.createDirectory(temporary.resolve("one"));
        Path other = temporary.resolve("other");
        open(other).close();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), one);
        try (DataDirectory directory = open(link)) {
            directory.require();
            Files.delete(link);
            Files.createSymbolicLink(link, other);
            assertThatThrownBy(directory::require).isInstanceOf(DataDirectoryLostException.class);
            assertThat(outcomeInAnotherProcess(one)).contains("is in use by process");
        }
    }

    @Test
    void isLostWhenItsNodeFileIsDeletedOrAnothers() throws IOException {
        try (DataDirectory directory = open(temporary)) {
            Path node = temporary.resolve("node");
            Files.move(node, temporary.resolve("other"));
            assertThatThrownBy(directory::require).isInstanceOf(DataDirectoryLostException.class)
                    .hasMessageEndingWith("its file 'node' was deleted, changed or replaced while in use");
            Files.writeString(node, "format = 1\nnode = " + UUID.randomUUID() + "\ncreated = 2026-11-22T10:15:30Z\n");
            assertThatThrownBy(directory::require).isInstanceOf(DataDirectoryLostException.class);
        }
    }

    /** The same file: the next start would not know whose the directory is. */
    @Test
    void isLostWhenItsNodeFileIsCutOrChanged() throws IOException {
        for (String damaged : List.of("", "format = 1\n", "x")) {
            Path path = temporary.resolve("data-" + damaged.length());
            try (DataDirectory directory = open(path)) {
                Path node = path.resolve("node");
                byte[] whole = Files.readAllBytes(node);
                directory.require();
                Files.write(node, damaged.equals("x") ? (new String(whole) + "more").getBytes() : damaged.getBytes());
                assertThatThrownBy(directory::require).isInstanceOf(DataDirectoryLostException.class)
                        .hasMessageEndingWith("its file 'node' was deleted, changed or replaced while in use");
            }
        }
    }

    @Test
    void isLostWhenAFileIsInItsPlaceOrAboveIt() throws IOException {
        Path path = temporary.resolve("above/data");
        try (DataDirectory directory = open(path)) {
            Files.move(path, temporary.resolve("moved"));
            Files.createFile(path);
            assertThatThrownBy(directory::require).isInstanceOf(DataDirectoryLostException.class);
            Files.delete(path);
            Files.delete(path.getParent());
            Files.createFile(path.getParent());
            assertThatThrownBy(directory::require).isInstanceOf(DataDirectoryLostException.class);
        }
    }

    @Test
    void keepsItsLocksWhenOneWithTheSameClassesAskedInVain() throws Exception {
        try (DataDirectory directory = open(temporary); FileChannel other = FileChannel.open(temporary.resolve("lock"), StandardOpenOption.WRITE)) {
            assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
            assertThat(LockedFile.take(temporary.resolve("lock"), LockedFile.Keys.OF_THE_SYSTEM, ofAnotherLoader)).isEmpty();
            assertThat(LockedFile.take(temporary.resolve("node"), LockedFile.Keys.OF_THE_SYSTEM, ofAnotherLoader)).isEmpty();
            assertThat(outcomeInAnotherProcess(directory.path())).contains("is in use by process");
        }
    }

    @Test
    void isFreeAgainWhenClosed() throws IOException {
        open(temporary).close();
        open(temporary).close();
    }

    @Test
    void refusesANewerFormatAndGivesTheLockBack() throws IOException {
        Path node = temporary.resolve("node");
        Files.writeString(node, "format = 2\nsomething = else\n");
        assertThatThrownBy(() -> open(temporary))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessage("data directory " + temporary + " has format 2, written by a newer Leveret; this one reads formats up to 1");
        Files.delete(node);
        open(temporary).close();
    }

    @Test
    void refusesADamagedNodeFile() throws IOException {
        Files.writeString(temporary.resolve("node"), "format = 1\nnode = nonsense\n");
        assertThatThrownBy(() -> open(temporary))
                .isInstanceOf(DataDirectoryException.class).hasMessageEndingWith("has a damaged file 'node'");
    }

    @Test
    void salvagesADamagedNodeFileWithANewIdentity() throws IOException {
        Path path = temporary.resolve("data");
        open(path).close();
        Path file = path.resolve("node");
        String whole = Files.readString(file);
        for (String damaged : List.of("", "format = 1\n", "\0\0\0", whole.replace("node", "nose"))) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> open(path)).isInstanceOfSatisfying(DataDirectoryException.class,
                    refusal -> assertThat(refusal.isDamage()).isTrue());
            UUID salvaged;
            try (DataDirectory data = DataDirectory.open(path, Clock.systemUTC(), true)) {
                salvaged = data.nodeId();
            }
            assertThat(whole).doesNotContain(salvaged.toString());
            try (DataDirectory again = open(path)) {
                assertThat(again.nodeId()).isEqualTo(salvaged);
            }
        }
    }

    @Test
    void salvagesALostNodeFileOfWhatIsCertainlyLeverets() throws IOException {
        Path path = temporary.resolve("data");
        Files.createDirectories(path.resolve("catalog"));
        assertThatThrownBy(() -> DataDirectory.open(path, Clock.systemUTC(), true)).hasMessageContaining("it is not Leveret's");
        Files.createFile(path.resolve("catalog/catalog-00000001.log"));
        assertThatThrownBy(() -> open(path)).hasMessageContaining("or that file is lost");
        DataDirectory.open(path, Clock.systemUTC(), true).close();
        open(path).close();
    }

    @Test
    void neverSalvagesANewerFormat() throws IOException {
        Path path = temporary.resolve("data");
        open(path).close();
        Files.writeString(path.resolve("node"), "format = 99\n");
        assertThatThrownBy(() -> DataDirectory.open(path, Clock.systemUTC(), true)).hasMessageContaining("written by a newer Leveret");
    }

    @Test
    void leavesAloneWhatIsSomebodyElses() throws IOException {
        Path precious = Files.createDirectory(temporary.resolve("scratch")).resolve("precious");
        Files.writeString(precious, "mine");
        assertThatThrownBy(() -> open(temporary)).isInstanceOf(DataDirectoryException.class).hasMessage("data directory "
                + temporary + " has 'scratch' but no file 'node': it is not Leveret's, or that file is lost");
        assertThat(precious).hasContent("mine");
        assertThat(temporary.resolve("lock")).doesNotExist();
    }

    @Test
    void isNotMadeAmongOtherFiles() throws IOException {
        for (String name : List.of("a", "b", "letter", "photos")) Files.createFile(temporary.resolve(name));
        assertThatThrownBy(() -> open(temporary)).isInstanceOf(DataDirectoryException.class).hasMessage("data directory " + temporary
                + " holds other files and nothing of Leveret's: 'a', 'b', 'letter' and 1 more; choose an empty directory, or one that does not exist yet");
        assertThat(temporary.resolve("lock")).doesNotExist();
        for (String name : List.of("a", "b", "letter")) Files.delete(temporary.resolve(name));
        assertThatThrownBy(() -> open(temporary)).hasMessageContaining("'photos'; choose");
    }

    @Test
    void isMadeInAFreshMountAndWhereAFirstStartWasCutOff() throws IOException {
        Files.createDirectory(temporary.resolve("lost+found"));
        for (String name : List.of(".hidden", "lock", "node.new")) Files.createFile(temporary.resolve(name));
        open(temporary).close();
        Files.createFile(temporary.resolve("somebody's")); // it is Leveret's by now
        open(temporary).close();
    }

    @Test
    void saysWhenAFileStandsInTheWay() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessage("data directory " + file + " cannot be used: " + file + " is not a directory");
        assertThatThrownBy(() -> open(file.resolve("below")))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessage("data directory " + file.resolve("below") + " cannot be used: " + file + " is not a directory");
    }

    @Test
    void saysWhenItCannotBeWrittenTo() throws IOException {
        // A directory in the lock file's place refuses even root, whom permissions do not stop.
        Files.createDirectory(temporary.resolve("lock"));
        assertThatThrownBy(() -> open(temporary))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageStartingWith("data directory " + temporary + " cannot be used: ");
    }

    private static DataDirectory open(Path path) throws IOException {
        return DataDirectory.open(path, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static String outcomeInAnotherProcess(Path path) throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Opener.class.getName(), path.toString())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /** Runs in a process of its own. */
    static final class Opener {
        public static void main(String[] arguments) throws IOException {
            try {
                DataDirectory.open(Path.of(arguments[0]), Clock.systemUTC()).close();
                System.out.println("opened");
            } catch (DataDirectoryException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
