package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.message.Message;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However few messages stay how long in which queues: the files of the journal take one and a half times their room, and a little. */
class DiskBoundTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryFiles files = new MemoryFiles(1);
    private final TestStore store;
    private final List<JournaledQueueLog> logs = new ArrayList<>();
    private final List<TreeMap<Long, Message>> here = new ArrayList<>();
    private long position;

    DiskBoundTest() throws IOException {
        store = TestStore.open(files);
        for (int id = 1; id <= 6; id++) {
            logs.add(id % 2 == 0 ? store.log(id) : store.logThere(id));
            here.add(new TreeMap<>());
        }
        store.store.restored();
    }

    private void append(int queue, Message message) {
        logs.get(queue).append(position, message, NEVER);
        here.get(queue).put(position, message);
    }

    private void remove(int queue, long which) {
        logs.get(queue).remove(which);
        here.get(queue).remove(which);
    }

    private void share(Message message, Iterable<Integer> queues) {
        store.store.sharedBodies(store.here).share(message);
        store.store.sharedBodies(store.here).handOver();
        for (int queue : queues) append(queue, message);
    }

    /** As if a minute or two went by. */
    private void rest() {
        for (int i = 0; i < 8; i++) {
            store.passSeconds(40).store.maintenance().tick();
            for (int turn = 0; turn < 40; turn++) store.settle();
        }
    }

    /** Of what is needed, each message once. */
    private long live() {
        Set<Message> distinct = new HashSet<>();
        here.forEach(queue -> distinct.addAll(queue.values()));
        return distinct.stream().mapToLong(message -> IndexEntry.bytesOnDisk(message.body().size())).sum();
    }

    private long taken() throws IOException {
        return files.list().stream().filter(name -> name.endsWith(".seg")).count() * TestJournal.SEGMENT;
    }

    private void assertBound(String when) throws IOException {
        assertThat(taken()).as("bytes on disk %s, with %d live", when, live())
                .isLessThanOrEqualTo((long) (1.5 * live()) + TestStore.SLACK);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverStaysTakesNoMoreThanItsRoomAndAHalf(long seed) throws IOException {
        Random random = new Random(seed);
        int largest = random.nextBoolean() ? 200 : 4000;
        for (int round = 0; round < 4; round++) {
            int stuckOf = 2 + random.nextInt(80);
            for (int i = 0; i < 1500; i++) {
                position++;
                Message message = message("m".repeat(random.nextInt(largest)));
                if (random.nextInt(5) > 0) append(random.nextInt(logs.size()), message);
                else share(message, List.of(0, 1, 2, 3, 4, 5));
                if (i % 50 == 0) store.settle();
                if (i % 300 == 0) store.passSeconds(40).checkpoint();
            }
            store.settle();
            for (int queue = 0; queue < logs.size(); queue++) {
                for (long each : List.copyOf(here.get(queue).keySet())) if (random.nextInt(stuckOf) > 0) remove(queue, each);
            }
            rest();
            assertBound("in round " + round + ", one of " + stuckOf + " stays");
        }
        Map<Integer, List<String>> before = new HashMap<>();
        for (int queue = 0; queue < logs.size(); queue++) before.put(queue, contents(logs.get(queue)));
        TestStore again = TestStore.open(files.afterPowerLoss());
        for (int queue = 0; queue < logs.size(); queue++) assertThat(contents(again.log(queue + 1))).isEqualTo(before.get(queue));
    }

    /** Sharing hides nothing: as many queues as there are keep what is one body. */
    @Test
    void aBodyOfManyQueuesCountsOnce() throws IOException {
        for (int i = 1; i <= 1000; i++) {
            position++;
            share(message("m".repeat(2000)), List.of(0, 1, 2, 3, 4, 5));
            if (i % 20 == 0) store.settle();
        }
        store.settle();
        for (int queue = 0; queue < logs.size(); queue++) {
            for (long each : List.copyOf(here.get(queue).keySet())) if (each % 5 != 0) remove(queue, each);
        }
        rest();
        assertBound("with a fifth of it left");
        assertThat(store.store.maintenance().copied()).isPositive();
    }

    @Test
    void sparesGoWhenNothingUsesThem() throws IOException {
        for (int i = 1; i <= 1500; i++) {
            position++;
            append(0, message("m".repeat(2000)));
            if (i % 50 == 0) store.settle();
            if (i % 10 == 0) for (long each : List.copyOf(here.get(0).keySet())) remove(0, each);
            if (i % 300 == 0) store.passSeconds(40).checkpoint();
        }
        rest();
        assertBound("with nothing left");
    }

    /** The message stands where the log is written, which nobody can empty. */
    @Test
    void onADiskThatIsShortNothingGoesOnForEverWhenThereIsNothingToDo() throws IOException {
        append(0, message("m".repeat(2000)));
        store.settle();
        store.store.watchDisk(() -> true);
        shortFor(20);
        long checkpoints = store.store.maintenance().checkpointsMade().count();
        long operations = files.operations();
        shortFor(100);
        assertThat(store.store.maintenance().checkpointsMade().count()).isEqualTo(checkpoints);
        assertThat(files.operations()).isEqualTo(operations);
    }

    private void shortFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            store.passSeconds(1).store.maintenance().tick();
            store.settle();
        }
    }

    @Test
    void aDiskThatIsShortIsGivenBackWhatCanBe() throws IOException {
        for (int i = 1; i <= 80; i++) {
            position++;
            append(0, message("m".repeat(2000)));
            if (i % 20 == 0) store.settle();
            if (i != 5 && i != 40) remove(0, position);
        }
        rest();
        long before = taken(); // within the bound: nothing is copied yet
        assertThat(store.store.maintenance().copied()).isZero();
        store.store.watchDisk(() -> true);
        for (int i = 0; i < 4; i++) {
            store.passSeconds(4).store.maintenance().tick();
            for (int turn = 0; turn < 40; turn++) store.settle();
        }
        assertThat(taken()).isLessThan(before).isLessThanOrEqualTo(4 * TestJournal.SEGMENT);
    }
}
