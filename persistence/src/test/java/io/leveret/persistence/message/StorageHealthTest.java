package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.view.StorageHealth;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageHealthTest {

    private static final int COUNT = 40;
    private static final int SIZE = 100;

    private TestStore store;
    private JournaledQueueLog log;

    @BeforeEach
    void open() throws IOException {
        store = TestStore.open(new MemoryFiles(1));
        log = store.log(1);
        store.store.restored();
    }

    private StorageHealth health() {
        return store.store.health().orElseThrow();
    }

    private void publish() {
        for (int i = 1; i <= COUNT; i++) log.append(i, message(new byte[SIZE]), Long.MAX_VALUE);
    }

    @Test
    void tellsWhatWasWrittenAndForced() {
        publish();
        store.settle();
        StorageHealth health = health();
        assertThat(health.syncPolicy()).isEqualTo("group");
        assertThat(health.writes().records()).isEqualTo(COUNT);
        assertThat(health.writes().bytes()).isGreaterThan(COUNT * SIZE);
        assertThat(health.writes().groups()).isPositive();
        assertThat(health.forces().count()).isGreaterThanOrEqualTo(health.writes().groups());
    }

    @Test
    void tellsWhatWaitsForTheDisk() {
        publish();
        store.runLoops();
        StorageHealth.Writes writes = health().writes();
        assertThat(writes.waitingChunks()).isPositive();
        assertThat(writes.bytesOnTheWay()).isPositive();
        store.settle();
        assertThat(health().writes().waitingChunks()).isZero();
        assertThat(health().writes().bytesOnTheWay()).isZero();
    }

    @Test
    void tellsOfFilesAndCheckpoints() {
        assertThat(health().checkpoints()).isEqualTo(StorageHealth.Checkpoints.NONE);
        publish();
        store.settle().checkpoint();
        StorageHealth health = health();
        assertThat(health.checkpoints().count()).isEqualTo(1);
        assertThat(health.checkpoints().lastBytes()).isPositive();
        assertThat(health.files().segments()).isEqualTo(1);
        assertThat(health.files().spareSegments()).isEqualTo(2);
        assertThat(health.files().diskBytes()).isEqualTo(3 * TestJournal.SEGMENT);
        assertThat(health.files().liveBytes()).isBetween((long) COUNT * SIZE, 2L * COUNT * SIZE);
        assertThat(health.files().full()).isFalse();
    }

    @Test
    void tellsWhatWasReadBack() {
        publish();
        store.settle();
        log.read(LongStream.rangeClosed(1, 7).toArray(), Long.MAX_VALUE, read -> { });
        Awaitility.await().untilAsserted(() -> assertThat(health().coldReads()).isEqualTo(7));
    }
}
