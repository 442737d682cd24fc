package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.Recovered;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What queues do, at random but the same each time, over several lives of a store; and what must be there afterwards. */
final class StoreWorkload {

    private static final int QUEUES = 4;
    private static final long NEVER = Long.MAX_VALUE;

    private enum State { APPENDED, STORED, REMOVED, GONE }

    private static final class Entry {
        private final long seed;
        private final int size;
        private final int priority;
        private final long dueAt;
        private State state = State.APPENDED;

        Entry(long seed, int size, int priority, long dueAt) {
            this.seed = seed;
            this.size = size;
            this.priority = priority;
            this.dueAt = dueAt;
        }
    }

    private final Random random;
    private final int usual;
    private final int largest;
    private final Map<Long, NavigableMap<Long, Entry>> queues = new HashMap<>();
    private TestStore store;
    private Map<Long, JournaledQueueLog> logs;

    StoreWorkload(long seed, int usual, int largest) {
        random = new Random(seed);
        this.usual = usual;
        this.largest = largest;
        for (long id = 1; id <= QUEUES; id++) queues.put(id, new TreeMap<>());
    }

    TestStore store() {
        return store;
    }

    /** Starts on these files; what was neither there nor gone for certain is from now on what it is. */
    void open(MemoryFiles files) throws IOException {
        store = TestStore.open(files);
        logs = new HashMap<>();
        for (long id = 1; id <= QUEUES; id++) logs.put(id, id % 2 == 0 ? store.log(id) : store.logThere(id));
        store.store.restored();
        queues.forEach(this::compare);
    }

    private void compare(long id, NavigableMap<Long, Entry> expected) {
        Map<Long, String> found = new HashMap<>();
        Recovered recovered = logs.get(id).recovered();
        recovered.visit((position, size, priority, dueAt) -> found.put(position, size + " " + priority + " " + dueAt));
        expected.forEach((position, entry) -> {
            boolean isHere = found.containsKey(position);
            if (entry.state == State.STORED) assertThat(isHere).as("message %s of queue %s", position, id).isTrue();
            if (entry.state == State.GONE) assertThat(isHere).as("removed message %s of queue %s", position, id).isFalse();
            if (isHere) assertThat(found.get(position)).isEqualTo(entry.size + " " + entry.priority + " " + entry.dueAt);
            entry.state = isHere ? State.STORED : State.GONE;
        });
        assertThat(expected.keySet()).containsAll(found.keySet());
        if (!expected.isEmpty() && !found.isEmpty()) {
            assertThat(recovered.nextPosition()).isGreaterThan(found.keySet().stream().max(Long::compare).orElseThrow());
        }
    }

    /** Does so many things; stops early when the power is gone. */
    void run(MemoryFiles files, int steps) {
        for (int step = 0; step < steps && !files.isOff(); step++) {
            long id = 1 + random.nextInt(QUEUES);
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> append(id);
                case 8, 9, 10, 11 -> remove(id, 1 + random.nextInt(8));
                case 12 -> removeMost(id);
                case 13 -> store.store.maintenance().checkpoint();
                case 14 -> store.runLoops();
                case 15 -> store.behind.runAll();
                case 16 -> store.journal.pass(10);
                case 17 -> store.passSeconds(10);
                default -> settle(files);
            }
        }
    }

    /** Lets everything come to rest, and notes what is certain then. */
    void settle(MemoryFiles files) {
        store.settle();
        if (files.isOff() || !store.journal.failures.isEmpty()) return;
        for (NavigableMap<Long, Entry> queue : queues.values()) {
            for (Entry entry : queue.values()) {
                if (entry.state == State.REMOVED) entry.state = State.GONE;
            }
        }
    }

    /** Reads every message of every queue. */
    void readAll() {
        queues.forEach((id, queue) -> {
            List<Long> wanted = new ArrayList<>();
            queue.forEach((position, entry) -> {
                if (entry.state == State.STORED) wanted.add(position);
            });
            if (wanted.isEmpty()) return;
            List<ReadBack> answer = new ArrayList<>();
            logs.get(id).read(wanted.stream().mapToLong(Long::longValue).toArray(), NEVER, answer::addAll);
            Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
                store.runLoops();
                return !answer.isEmpty();
            });
            assertThat(answer).hasSize(wanted.size());
            for (ReadBack back : answer) {
                Entry entry = queue.get(back.position());
                assertThat(back.message()).as("message %s of queue %s", back.position(), id).isNotNull();
                assertThat(back.message().body()).isEqualTo(body(entry.seed, entry.size));
            }
        });
    }

    long messages() {
        return queues.values().stream().flatMap(queue -> queue.values().stream())
                .filter(entry -> entry.state == State.STORED).count();
    }

    private void append(long id) {
        NavigableMap<Long, Entry> queue = queues.get(id);
        int count = 1 + random.nextInt(10);
        List<Entry> appended = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long position = Math.max(logs.get(id).recovered().nextPosition(), queue.isEmpty() ? 1 : queue.lastKey() + 1);
            int size = random.nextInt(random.nextInt(20) == 0 ? largest : usual);
            int priority = random.nextInt(5) == 0 ? random.nextInt(10) : -1;
            long dueAt = random.nextInt(10) == 0 ? 1 + random.nextInt(1000) : 0;
            Entry entry = new Entry(random.nextLong(), size, priority, dueAt);
            BasicProperties.Builder properties = BasicProperties.builder().persistent();
            if (priority >= 0) properties.priority(priority);
            Message message = new Message("exchange", "key", properties.build(), body(entry.seed, size));
            if (dueAt > 0) logs.get(id).appendDelayed(position, message, dueAt);
            else logs.get(id).append(position, message, NEVER);
            queue.put(position, entry);
            appended.add(entry);
            if (random.nextInt(5) == 0) logs.get(id).returned(position, 1, 1);
        }
        logs.get(id).whenDurable(() -> {
            for (Entry entry : appended) if (entry.state == State.APPENDED) entry.state = State.STORED;
        });
    }

    private void remove(long id, int count) {
        NavigableMap<Long, Entry> queue = queues.get(id);
        List<Long> here = here(queue);
        for (int i = 0; i < count && !here.isEmpty(); i++) {
            long position = here.remove(random.nextInt(4) == 0 ? random.nextInt(here.size()) : 0);
            logs.get(id).handedOut(position);
            logs.get(id).remove(position);
            queue.get(position).state = State.REMOVED;
        }
    }

    /** All but a few. */
    private void removeMost(long id) {
        NavigableMap<Long, Entry> queue = queues.get(id);
        List<Long> here = here(queue);
        if (here.isEmpty()) return;
        long before = here.get(random.nextInt(here.size()));
        long[] kept = here.stream().filter(each -> random.nextInt(6) == 0).mapToLong(Long::longValue).toArray();
        logs.get(id).removeBefore(before, kept);
        queue.headMap(before).forEach((position, entry) -> {
            boolean isKept = Arrays.binarySearch(kept, position) >= 0;
            if (!isKept && (entry.state == State.APPENDED || entry.state == State.STORED)) entry.state = State.REMOVED;
        });
    }

    private static List<Long> here(NavigableMap<Long, Entry> queue) {
        List<Long> here = new ArrayList<>();
        queue.forEach((position, entry) -> {
            if (entry.state == State.APPENDED || entry.state == State.STORED) here.add(position);
        });
        return here;
    }

    private static Body body(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Body.of(bytes);
    }

    static int segments(MemoryFiles files) throws IOException {
        return (int) files.list().stream().filter(name -> name.matches("\\d+\\.seg")).count();
    }
}
