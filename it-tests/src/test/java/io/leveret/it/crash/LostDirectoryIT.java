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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a broker whose files are taken away while it runs. */
class LostDirectoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STORAGE_FAILED = 4;

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
            Channel channel = broker.connect().createChannel();
            channel.queueDeclare("kept", true, false, false, null);
            Publisher publisher = new Publisher(channel, RandomGenerator.getDefault(), confirmed::add);
            Thread publishing = new Thread(() -> publish(publisher));
            publishing.start();
            await().atMost(PATIENCE).until(() -> confirmed.size() > 100);
            Files.move(BrokerProcess.data(directory), BrokerProcess.data(elsewhere));
            assertThat(broker.exitCode()).isEqualTo(STORAGE_FAILED);
            publishing.join();
            assertThat(broker.log()).contains("is lost to this broker: it was deleted or replaced while in use");
        }
        try (BrokerProcess broker = BrokerProcess.start(elsewhere); Connection connection = broker.connect()) {
            List<Long> found = Drain.all(connection, "kept");
            assertThat(new TreeSet<>(found)).containsAll(confirmed);
        }
    }

    @Test
    void aBrokerEndsWhenItsJournalIsTakenAway() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Path data = BrokerProcess.data(directory);
            Files.move(data.resolve("journal"), data.resolve("elsewhere"));
            assertThat(broker.exitCode()).isEqualTo(STORAGE_FAILED);
            assertThat(broker.log()).contains("is lost to this broker: its folder 'journal' was deleted or moved while in use");
        }
    }

    @Test
    void aBrokerEndsWhenItsCatalogIsTakenAway() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Path data = BrokerProcess.data(directory);
            Files.move(data.resolve("catalog"), data.resolve("elsewhere"));
            assertThat(broker.exitCode()).isEqualTo(STORAGE_FAILED);
            assertThat(broker.log()).contains("is lost to this broker: its folder 'catalog' was deleted or moved while in use");
        }
    }

    @Test
    void aBrokerEndsWhenAFileIsPutInPlaceOfItsDirectory() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Files.move(BrokerProcess.data(directory), directory.resolve("elsewhere"));
            Files.createFile(BrokerProcess.data(directory));
            assertThat(broker.exitCode()).isEqualTo(STORAGE_FAILED);
            assertThat(broker.log()).contains("is lost to this broker: it was deleted or replaced while in use");
        }
    }

    /** Nothing fails by itself then: what is written to a deleted file is merely gone with the process. */
    @Test
    void aBrokerEndsWhenASegmentOfItsJournalIsDeleted() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            Channel channel = broker.connect().createChannel();
            channel.queueDeclare("kept", true, false, false, null);
            Publisher publisher = new Publisher(channel, RandomGenerator.getDefault(), id -> { });
            Thread publishing = new Thread(() -> publish(publisher));
            publishing.start();
            Path segment = BrokerProcess.data(directory).resolve("journal/000000000001.seg");
            await().atMost(PATIENCE).until(() -> Files.exists(segment));
            Files.delete(segment);
            assertThat(broker.exitCode()).isEqualTo(STORAGE_FAILED);
            publishing.join();
            assertThat(broker.log()).contains("the file " + segment + " was deleted or moved while in use");
        }
    }

    private static void publish(Publisher publisher) {
        try {
            for (long id = 0; true; id++) publisher.publish("", "kept", Publisher.persistent(), id);
        } catch (AlreadyClosedException | InterruptedException | IOException ended) {
            // as it must
        }
    }
}
