package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueIndexTest {

    private final Map<Long, Integer> left = new HashMap<>();
    private final QueueIndex index = new QueueIndex((segment, messages) -> left.merge(segment, messages, Integer::sum));

    @Test
    void takesEightBytesForEachOfManyMessages() {
        int messages = 1_000_000;
        for (int i = 1; i <= messages; i++) index.put(i, Lsn.of(1 + i / 60_000, 4096 + i % 60_000 * 1024L), 1000);
        assertThat(index.heapBytes()).isBetween(8L * messages, 8L * messages + 2 * 8 * IndexChunk.SLOTS);
        assertThat(index.bytes()).isEqualTo(1000L * messages);
    }

    @Test
    void takesNothingWhileEmptyHoweverMuchWasThere() {
        assertThat(index.heapBytes()).isZero();
        for (int i = 1; i <= 100_000; i++) index.put(i, Lsn.of(1, 4096), 10);
        for (int i = 1; i <= 100_000; i++) index.remove(i);
        assertThat(index.isEmpty()).isTrue();
        assertThat(index.heapBytes()).isZero();
        for (int i = 1; i <= 100_000; i++) {
            index.put(100_000 + i, Lsn.of(2, 4096), 10);
            if (i > 5) index.remove(100_000 + i - 5);
        }
        assertThat(index.heapBytes()).as("of a short queue").isLessThan(1024);
    }

    @Test
    void aStuckMessageCostsLittleHoweverManyPassIt() {
        index.put(1, Lsn.of(1, 4096), 10);
        for (long i = 2; i <= 3_000_000; i++) {
            index.put(1000 * i, Lsn.of(2, 4096), 10);
            index.remove(1000 * i);
        }
        assertThat(index.heapBytes()).isLessThan(64 * 1024);
        assertThat(index.locationOf(1)).isEqualTo(Lsn.of(1, 4096));
    }

    @Test
    void whatIsPendingIsHereAndGetsItsPlace() {
        index.addPending(7, 100);
        assertThat(index.contains(7)).isTrue();
        assertThat(index.locationOf(7)).isEqualTo(Location.PENDING);
        assertThat(index.sizeOf(7)).isEqualTo(100);
        assertThat(index.place(7, Lsn.of(3, 8192))).isTrue();
        assertThat(index.locationOf(7)).isEqualTo(Lsn.of(3, 8192));
        assertThat(index.place(7, Lsn.of(3, 8200))).as("a second time").isFalse();
        index.addPending(8, 100);
        index.remove(8);
        assertThat(index.place(8, Lsn.of(3, 9000))).as("it has left meanwhile").isFalse();
        assertThat(left).isEmpty();
    }

    @Test
    void movesAMessageThatStillStandsWhereItWasCopiedFrom() {
        long from = Lsn.of(3, 8192);
        long to = Lsn.of(9, 4096);
        index.put(7, from, 100);
        assertThat(index.move(7, to, from)).isFalse();
        assertThat(index.move(7, from, to)).isTrue();
        assertThat(index.locationOf(7)).isEqualTo(to);
        assertThat(left).isEqualTo(Map.of(3L, 1));
        index.remove(7);
        assertThat(index.move(7, to, from)).isFalse();
        assertThat(index.move(7, Location.NONE, from)).isFalse();
        assertThat(left).isEqualTo(Map.of(3L, 1, 9L, 1));
    }

    @Test
    void tellsScratchSegmentsFromTheJournals() {
        index.put(1, Lsn.of(5, 4096), 1);
        index.put(2, Location.scratch(Lsn.of(5, 4096)), 1);
        index.removeAll();
        assertThat(left).isEqualTo(Map.of(5L, 1, Location.scratchSegment(5), 1));
    }

    @Test
    void whatWasSaidOfAMessageGoesWithIt() {
        index.addPending(1, 1);
        index.priority(1, 255);
        index.dueAt(1, 1_000_000_000_000L);
        index.returned(1, 3, -1);
        assertThat(index.priorityOf(1)).isEqualTo(255);
        assertThat(index.failuresOf(1)).isEqualTo(3);
        assertThat(index.acquisitionsOf(1)).isEqualTo(-1);
        index.remove(1);
        index.addPending(1, 1);
        assertThat(index.priorityOf(1)).isNegative();
        assertThat(index.dueAt(1)).isZero();
        assertThat(index.failuresOf(1)).isZero();
        assertThat(index.priorityOf(2)).isNegative();
    }

    @Test
    void aSpilledIndexTakesNextToNothing(@TempDir Path directory) throws IOException {
        int messages = 2_000_000;
        Deque<Runnable> background = new ArrayDeque<>();
        IndexSpill spill = new IndexSpill(new DirectoryFiles(directory), 0, background::add, AssertionError::new);
        QueueIndex spilled = new QueueIndex((segment, count) -> left.merge(segment, count, Integer::sum), spill);
        for (int i = 1; i <= messages; i++) {
            spilled.put(i, Lsn.of(1 + i / 60_000, 4096 + i % 60_000 * 1024L), 1000);
            if (!background.isEmpty()) background.poll().run();
        }
        assertThat(spilled.heapBytes()).as("8 bytes each would be " + 8 * messages).isLessThan(10 * 8 * IndexChunk.SLOTS);
        assertThat(spilled.locationOf(1_000_000)).isEqualTo(Lsn.of(17, 4096 + 1_000_000 % 60_000 * 1024L));
        IndexCursor cursor = spilled.from(1);
        for (int i = 1; i <= messages; i++) {
            assertThat(cursor.next()).isTrue();
            if (cursor.position() != i || cursor.size() != 1000) fail("at " + i + " is " + cursor.position());
        }
        assertThat(spilled.heapBytes()).as("after looking at everything").isLessThan(12 * 8 * IndexChunk.SLOTS);
        for (int i = 1; i <= messages / 2; i++) spilled.remove(i);
        spilled.removeAll();
        assertThat(left.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(messages);
        assertThat(spilled.heapBytes()).isZero();
        spill.close();
    }

    @Test
    void aScratchFileThatCannotBeWrittenCostsOnlyMemory() {
        MemoryFiles files = new MemoryFiles(1);
        IndexSpill spill = new IndexSpill(files, 0, Runnable::run, AssertionError::new);
        QueueIndex stays = new QueueIndex(SegmentUse.IGNORED, spill);
        for (int i = 1; i <= 100_000; i++) {
            if (i == 50_000) files.failNext(MemoryFiles.Fault.ERROR);
            stays.put(i, Lsn.of(1, 4096), i % 1000);
        }
        assertThat(spill.isWanted()).isFalse();
        for (int i = 1; i <= 100_000; i++) assertThat(stays.sizeOf(i)).isEqualTo(i % 1000);
    }

    @Test
    void aScratchFileThatIsDamagedIsReported() throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        List<Throwable> failures = new ArrayList<>();
        IndexSpill spill = new IndexSpill(files, 0, Runnable::run, failures::add);
        QueueIndex damaged = new QueueIndex(SegmentUse.IGNORED, spill);
        for (int i = 1; i <= 100_000; i++) damaged.put(i, Lsn.of(1, 4096), 1);
        files.bytes("index.spill")[1000] ^= 1;
        assertThatThrownBy(() -> {
            for (int i = 1; i <= 100_000; i++) damaged.sizeOf(i);
        }).isInstanceOf(UncheckedIOException.class);
        assertThat(failures).hasSize(1);
    }

    private record Entry(long location, long size, int priority, long dueAt, int failures) {
    }

    /** Whatever is done, the index says what a map would. */
    @Property(tries = 30)
    void behavesAsAMap(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Integer> gone = new HashMap<>();
        Deque<Runnable> background = new ArrayDeque<>();
        IndexSpill spill = new IndexSpill(new MemoryFiles(seed), random.nextInt(200_000), background::add, AssertionError::new);
        QueueIndex index = new QueueIndex((segment, messages) -> gone.merge(segment, messages, Integer::sum), spill);
        NavigableMap<Long, Entry> model = new TreeMap<>();
        Map<Long, Integer> modelGone = new HashMap<>();
        long next = 1 + random.nextInt(10_000);
        int stride = random.nextInt(4) == 0 ? 3000 : 1;
        for (int step = 0; step < 2500; step++) {
            long some = anyPosition(model, next, random);
            if (random.nextInt(10) == 0 && !background.isEmpty()) background.poll().run();
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> {
                    int run = 1 + random.nextInt(step % 50 == 0 ? 3000 : 20);
                    for (int i = 0; i < run; i++, next += 1 + random.nextInt(stride)) {
                        index.addPending(next, i);
                        gone(modelGone, model.put(next, new Entry(Location.PENDING, i, -1, 0, 0)));
                    }
                }
                case 5 -> place(index, model, some, location(random));
                case 6 -> {
                    assertThat(index.remove(some)).isEqualTo(model.containsKey(some));
                    gone(modelGone, model.remove(some));
                }
                case 7 -> {
                    long to = some + random.nextInt(200);
                    index.removeRange(some, to);
                    drop(model.subMap(some, to), List.of(), modelGone);
                }
                case 8 -> {
                    if (random.nextInt(10) > 0) continue;
                    List<Long> kept = random.longs(5, 1, next + 1).sorted().distinct().boxed().toList();
                    index.removeBefore(some, kept.stream().mapToLong(Long::longValue).toArray());
                    drop(model.headMap(some), kept, modelGone);
                }
                case 9 -> {
                    if (!model.containsKey(some)) continue;
                    Entry old = model.get(some);
                    index.priority(some, 4);
                    index.dueAt(some, step);
                    index.returned(some, step, 1);
                    model.put(some, new Entry(old.location, old.size, 4, step, step));
                }
                case 10 -> {
                    long to = location(random);
                    Entry old = model.get(some);
                    boolean placed = old != null && old.location > 0;
                    assertThat(index.move(some, placed ? old.location : Lsn.of(1, 4096), to)).isEqualTo(placed);
                    if (!placed) continue;
                    gone(modelGone, old);
                    model.put(some, new Entry(to, old.size, old.priority, old.dueAt, old.failures));
                }
                default -> {
                    long location = location(random);
                    index.put(some, location, 77);
                    gone(modelGone, model.put(some, new Entry(location, 77, -1, 0, 0)));
                }
            }
        }
        check(index, model, 1);
        check(index, model, anyPosition(model, next, random));
        assertThat(gone).isEqualTo(modelGone);
        assertThat(index.count()).isEqualTo(model.size());
        assertThat(index.bytes()).isEqualTo(model.values().stream().mapToLong(Entry::size).sum());
        checkSegments(index, model);
        for (long position : new ArrayList<>(model.keySet())) index.remove(position);
        assertThat(index.isEmpty()).isTrue();
        assertThat(index.bytes()).isZero();
    }

    private static long location(Random random) {
        long lsn = Lsn.of(1 + random.nextInt(6), 4096 + 8L * random.nextInt(1000));
        return random.nextInt(4) == 0 ? Location.scratch(lsn) : lsn;
    }

    private static long anyPosition(NavigableMap<Long, Entry> model, long next, Random random) {
        long any = random.nextInt((int) next) + 1;
        Long here = random.nextInt(5) == 0 ? null : model.ceilingKey(any);
        return here == null ? any : here;
    }

    private static void place(QueueIndex index, NavigableMap<Long, Entry> model, long position, long location) {
        for (int i = 0; i < 100; i++) {
            Entry old = model.get(position + i);
            boolean pending = old != null && old.location == Location.PENDING;
            assertThat(index.place(position + i, location)).isEqualTo(pending);
            if (pending) model.put(position + i, new Entry(location, old.size, old.priority, old.dueAt, old.failures));
        }
    }

    private static void drop(Map<Long, Entry> some, List<Long> kept, Map<Long, Integer> modelGone) {
        some.forEach((position, entry) -> {
            if (!kept.contains(position)) gone(modelGone, entry);
        });
        some.keySet().retainAll(kept);
    }

    private static void gone(Map<Long, Integer> modelGone, Entry entry) {
        if (entry != null && entry.location > 0) modelGone.merge(Location.segment(entry.location), 1, Integer::sum);
    }

    private static void check(QueueIndex index, NavigableMap<Long, Entry> model, long from) {
        IndexCursor cursor = index.from(from);
        model.tailMap(from).forEach((position, entry) -> {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.position()).isEqualTo(position);
            assertThat(new Entry(cursor.location(), cursor.size(), cursor.priority(), cursor.dueAt(), cursor.failures()))
                    .isEqualTo(entry);
            assertThat(index.locationOf(position)).isEqualTo(entry.location);
        });
        assertThat(cursor.next()).isFalse();
    }

    private static void checkSegments(QueueIndex index, NavigableMap<Long, Entry> model) {
        Map<Long, Integer> counted = new HashMap<>();
        index.forEachSegment((segment, messages) -> counted.merge(segment, messages, Integer::sum));
        Map<Long, Integer> expected = new HashMap<>();
        model.values().forEach(entry -> gone(expected, entry));
        assertThat(counted).isEqualTo(expected);
    }
}
