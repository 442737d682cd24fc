package io.leveret.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a broker whose files are taken away while it runs. */
class LostDirectoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STORAGE_FAILED = 4;
    private static final Circumstances SMALL_SEGMENTS = new Circumstances(2 << 20, "group", 0, 0, 0, 0);

    @TempDir
    Path directory;

    @Test
    void aSecondBrokerDoesNotStartBecauseTheLockFileWasDeleted() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Path lock = BrokerProcess.data(directory).resolve("lock");
            String owner = Files.readString(lock);
            Files.delete(lock);
            assertThatThrownBy(() -> BrokerProcess.start(directory)).hasMessageContaining("is in use by");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(lock).hasContent(owner));
            assertThatThrownBy(() -> BrokerProcess.start(directory)).hasMessageContaining("is in use by process " + owner.strip());
            assertThat(broker.log()).contains("the file 'lock' of data directory");
            assertThat(broker.stop()).isZero();
        }
    }

    /** Its messages may have been meant for the backup, or for another disk: whatever it had confirmed is there. */
    @Test
    void aBrokerEndsWhenItsDirectoryIsMovedAwayAndLosesNothing() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Set<Long> confirmed = new ConcurrentSkipListSet<>();
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Thread publishing = publishTo(broker, confirmed::add);
            await().atMost(PATIENCE).until(() -> confirmed.size() > 100);
            Files.move(BrokerProcess.data(directory), BrokerProcess.data(elsewhere));
            assertEnded(broker, "is lost to this broker: it was deleted or replaced while in use");
            publishing.join();
        }
        try (BrokerProcess broker = BrokerProcess.start(elsewhere); Connection connection = broker.connect()) {
            List<Long> found = Drain.all(connection, "kept");
            assertThat(new TreeSet<>(found)).containsAll(confirmed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "catalog"})
    void aBrokerEndsWhenAFolderIsTakenAway(String folder) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Path data = BrokerProcess.data(directory);
            Files.move(data.resolve(folder), data.resolve("elsewhere"));
            assertEnded(broker, "is lost to this broker: its folder '" + folder + "' was deleted or moved while in use");
        }
    }

    @Test
    void aBrokerEndsWhenItsNodeFileIsCut() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Files.write(BrokerProcess.data(directory).resolve("node"), new byte[0]);
            assertEnded(broker, "its file 'node' was deleted, changed or replaced while in use");
        }
    }

    @Test
    void aBrokerEndsWhenAFileIsPutInPlaceOfItsDirectory() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Files.move(BrokerProcess.data(directory), directory.resolve("elsewhere"));
            Files.createFile(BrokerProcess.data(directory));
            assertEnded(broker, "is lost to this broker: it was deleted or replaced while in use");
        }
    }

    /** Nothing fails by itself then: what is written to a deleted file is merely gone with the process. */
    @Test
    void aBrokerEndsWhenASegmentOfItsJournalIsDeleted() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Thread publishing = publishTo(broker, id -> { });
            await().atMost(PATIENCE).until(() -> Files.exists(segment(1)));
            Files.delete(segment(1));
            assertEnded(broker, "the file " + segment(1) + " was deleted or moved while in use");
            publishing.join();
        }
    }

    /** Again and again, as a first look has to have seen it as it was. */
    @Test
    void aBrokerEndsWhenAnOldCopyIsPouredOverASegmentOfItsJournal() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory, SMALL_SEGMENTS)) {
            await().atMost(PATIENCE).until(() -> Files.exists(segment(1)));
            byte[] copy = Files.readAllBytes(segment(1));
            Thread publishing = publishTo(broker, id -> { });
            await().atMost(PATIENCE).until(() -> Files.exists(segment(5)));
            await().atMost(PATIENCE).until(() -> {
                Files.write(segment(1), copy, StandardOpenOption.WRITE);
                return !broker.lives(100);
            });
            assertEnded(broker, "the file " + segment(1) + " was changed while in use");
            publishing.join();
        }
    }

    private void assertEnded(BrokerProcess broker, String said) throws InterruptedException, IOException {
        assertThat(broker.exitCode()).isEqualTo(STORAGE_FAILED);
        assertThat(broker.log()).contains(said);
    }

    private Path segment(int number) {
        return BrokerProcess.data(directory).resolve(String.format("journal/%012d.seg", number));
    }

    /** Until the broker ends. */
    private static Thread publishTo(BrokerProcess broker, LongConsumer confirmed) throws Exception {
        Channel channel = broker.connect().createChannel();
        channel.queueDeclare("kept", true, false, false, null);
        Publisher publisher = new Publisher(channel, RandomGenerator.getDefault(), confirmed);
        Thread publishing = new Thread(() -> publish(publisher));
        publishing.start();
        return publishing;
    }

    private static void publish(Publisher publisher) {
        try {
            for (long id = 0; true; id++) publisher.publish("", "kept", Publisher.persistent(), id);
        } catch (AlreadyClosedException | InterruptedException | IOException ended) {
            // as it must
        }
    }
}
