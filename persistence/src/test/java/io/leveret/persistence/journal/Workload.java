package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.Body;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Queues that publish and settle by two producers, and what they know: what was appended, what was confirmed. A message's
 * body follows from its place, so that it can be told whether it is the right one.
 */
final class Workload {

    private static final int QUEUES = 4;
    private static final int STEPS_PER_SECOND = 5;

    /** Something appended, and what is true once it is stored. */
    private record Pending(long position, Runnable confirmed) {
    }

    private final Random random;
    private SyncPolicy sync;
    private final long[] next = new long[QUEUES];
    private final List<TreeSet<Long>> appended = new ArrayList<>();
    private final List<TreeSet<Long>> confirmed = new ArrayList<>();
    private final List<TreeSet<Long>> settled = new ArrayList<>();
    private final List<TreeSet<Long>> settledForSure = new ArrayList<>();
    private final List<List<Ref>> transactions = new ArrayList<>();
    private List<JournalProducer> producers = List.of();
    private List<Queue<Pending>> pending = new ArrayList<>();
    private final Queue<Runnable> completions = new ArrayDeque<>();
    private int stepsPerCheckpoint = Integer.MAX_VALUE;
    private boolean overlaps;
    private int timesAhead;
    private long from = Lsn.START;

    Workload(long seed, SyncPolicy sync) {
        this.random = new Random(seed);
        this.sync = sync;
        for (List<TreeSet<Long>> sets : List.of(appended, confirmed, settled, settledForSure)) {
            for (int i = 0; i < QUEUES; i++) sets.add(new TreeSet<>());
        }
    }

    /** Opens the journal and works for so many steps, or until it fails. */
    void run(MemoryFiles files, int steps) throws IOException {
        TestJournal test = runUntilKilled(files, steps);
        if (files.isOff()) throw new IOException("there is no power");
        complete();
        producers.forEach(JournalProducer::flush);
        for (int i = 0; i < 3; i++) test.pass(2000);
    }

    /** As that, and leaves everything as it is then. */
    TestJournal runUntilKilled(MemoryFiles files, int steps) throws IOException {
        TestJournal test = TestJournal.open(files, TestJournal.SMALL.withSync(sync), ReplayRequest.everything(new Recorded()).from(from));
        producers = List.of(test.producer(confirming(0)), test.producer(confirming(1)));
        pending = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        completions.clear();
        if (overlaps) files.duringForces(() -> meanwhile(test));
        for (int step = 0; step < steps && test.failures.isEmpty() && !files.isOff(); step++) {
            if (random.nextInt(3) > 0) complete();
            for (int i = 0; i < producers.size(); i++) work(test, i);
            producers.forEach(JournalProducer::flush);
            if (overlaps) test.stir(random);
            if (test.isAhead()) timesAhead++;
            if (random.nextInt(3) > 0 && !overlaps) test.run();
            if (!overlaps || random.nextInt(5) == 0) test.pass(random.nextInt(10) == 0 ? 60 : 1);
            if (step % STEPS_PER_SECOND == 0) test.journal.noteReach();
            if (step % stepsPerCheckpoint == stepsPerCheckpoint - 1) checkpoint(test);
        }
        files.duringForces(() -> { });
        return test;
    }

    void use(SyncPolicy policy) {
        sync = policy;
    }

    /** Every so many steps all that is known is as good as written down elsewhere, and the segments with it are released. */
    Workload withCheckpoints(int steps) {
        stepsPerCheckpoint = steps;
        return this;
    }

    /** The threads of the journal do their work at any time, in any order, and while others wait for the disk. */
    Workload overlapping() {
        overlaps = true;
        return this;
    }

    /** How often a group was written behind one that was not forced yet, as seen between the steps. */
    int timesAhead() {
        return timesAhead;
    }

    boolean isAllConfirmed() {
        return pending.stream().allMatch(Queue::isEmpty);
    }

    /** Everything confirmed is there, and nothing that should not be. */
    void checkAgainst(MemoryFiles files) throws IOException {
        List<TreeMap<Long, Integer>> found = read(files);
        for (int queue = 0; queue < QUEUES; queue++) {
            TreeSet<Long> missing = new TreeSet<>(confirmed.get(queue));
            missing.removeAll(found.get(queue).keySet());
            missing.removeAll(settled.get(queue));
            assertThat(missing).as("confirmed and missing in queue %d", queue).isEmpty();
            TreeSet<Long> back = new TreeSet<>(settledForSure.get(queue));
            back.retainAll(found.get(queue).keySet());
            assertThat(back).as("settled for sure and back in queue %d", queue).isEmpty();
        }
    }

    /** Nothing is there that should not be. */
    void checkOnlyAgainst(MemoryFiles files) throws IOException {
        read(files);
    }

    private void complete() {
        for (Runnable completion = completions.poll(); completion != null; completion = completions.poll()) completion.run();
    }

    private void meanwhile(TestJournal test) {
        for (int i = random.nextInt(3); i > 0; i--) {
            int which = random.nextInt(2);
            publish(producers.get(which), which, 2 * which, random.nextInt(6000));
            producers.get(which).flush();
            test.writeMeanwhile();
        }
    }

    private void checkpoint(TestJournal test) {
        test.pass(60);
        if (!isAllConfirmed() || !test.failures.isEmpty()) return;
        from = test.journal.replayStart();
        confirmed.forEach(TreeSet::clear);
        transactions.clear();
        if (!completions.isEmpty()) return; // pieces of a transaction's bodies may stand before its first record
        for (Segment segment : test.journal.segments()) {
            if (segment.sequence() < Lsn.segment(from)) test.journal.release(segment);
        }
    }

    private void work(TestJournal test, int which) {
        JournalProducer producer = producers.get(which);
        int queue = 2 * which + random.nextInt(2);
        switch (random.nextInt(9)) {
            case 0, 1, 2, 3 -> publish(producer, which, queue, random.nextInt(1200));
            case 4 -> publish(producer, which, queue, 10_000 + random.nextInt(20_000));
            case 5 -> settle(producer, which, queue);
            case 6 -> transaction(test, which);
            case 7 -> fanOut(which);
            default -> { }
        }
    }

    private void publish(JournalProducer producer, int which, int queue, int size) {
        Ref ref = take(queue);
        TestJournal.publish(producer, ref.queueId(), ref.position(), message(ref, size));
        whenStored(which, producer, List.of(ref));
    }

    private void settle(JournalProducer producer, int which, int queue) {
        if (appended.get(queue).size() <= settled.get(queue).size()) return;
        long oldest = settled.get(queue).size();
        producer.settle(queue, oldest, 1);
        settled.get(queue).add(oldest);
    }

    /** Takes one out of a queue, for sure once it is stored, and puts copies into both, perhaps into one of the other producer's too. */
    private void transaction(TestJournal test, int which) {
        int from = 2 * which;
        if (appended.get(from).size() <= settled.get(from).size()) return;
        List<Change> changes = new ArrayList<>();
        List<Ref> refs = new ArrayList<>();
        long oldest = settled.get(from).size();
        settled.get(from).add(oldest);
        changes.add(new Change.Settle(from, oldest, 1));
        int copies = 1 + random.nextInt(8);
        for (int i = 0; i < copies; i++) changes.add(copy(from + i % 2, refs));
        transactions.add(refs);
        JournalTransaction transaction = test.journal.begin();
        boolean alone = random.nextBoolean();
        producers.get(which).append(transaction, changes, alone);
        if (alone) {
            whenComplete(which, refs, from, oldest);
            return;
        }
        producers.get(which).flush();
        List<Change> elsewhere = random.nextBoolean() ? List.of(copy(2 * (1 - which), refs)) : List.of();
        boolean atOnce = random.nextBoolean();
        Runnable completion = () -> {
            producers.get(1 - which).append(transaction, elsewhere, true);
            whenComplete(1 - which, refs, from, oldest);
        };
        if (atOnce) completion.run();
        else completions.add(completion);
    }

    private Change copy(int queue, List<Ref> refs) {
        Ref ref = take(queue);
        refs.add(ref);
        return TestJournal.change(queue, ref.position(), message(ref, random.nextInt(10) == 0 ? 18_000 : 900));
    }

    private void whenComplete(int which, List<Ref> refs, int from, long oldest) {
        whenStored(which, producers.get(which), refs);
        pending.get(which).add(new Pending(producers.get(which).position(), () -> settledForSure.get(from).add(oldest)));
    }

    private void fanOut(int which) {
        Ref first = take(2 * which);
        Ref second = take(2 * (1 - which));
        Place body = TestJournal.share(producers.get(which), message(first, 300));
        producers.get(which).flush();
        TestJournal.refer(producers.get(which), body, first.queueId(), first.position());
        TestJournal.refer(producers.get(1 - which), body, second.queueId(), second.position());
        whenStored(which, producers.get(which), List.of(first));
        whenStored(1 - which, producers.get(1 - which), List.of(second));
    }

    private Ref take(int queue) {
        long position = next[queue]++;
        appended.get(queue).add(position);
        return new Ref(queue, position);
    }

    private void whenStored(int which, JournalProducer producer, List<Ref> refs) {
        pending.get(which).add(new Pending(producer.position(),
                () -> refs.forEach(ref -> confirmed.get((int) ref.queueId()).add(ref.position()))));
    }

    private JournalProducer.Listener confirming(int which) {
        return new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
            }

            @Override
            public void stored(long position) {
                Queue<Pending> waiting = pending.get(which);
                while (!waiting.isEmpty() && waiting.peek().position <= position) waiting.poll().confirmed.run();
            }
        };
    }

    private List<TreeMap<Long, Integer>> read(MemoryFiles files) throws IOException {
        List<TreeMap<Long, Integer>> found = new ArrayList<>();
        for (int i = 0; i < QUEUES; i++) {
            found.add(new TreeMap<>());
        }
        List<TreeSet<Long>> seen = new ArrayList<>();
        for (int i = 0; i < QUEUES; i++) seen.add(new TreeSet<>());
        Map<Long, String> bodies = new HashMap<>();
        Map<Ref, Long> places = new HashMap<>();
        TestJournal test = TestJournal.open(files, TestJournal.SMALL, ReplayRequest.everything(new JournalVisitor() {
            @Override
            public void published(long lsn, PublishedRecord message) {
                bodies.put(lsn, "");
                message.places((queueId, position) -> {
                    Ref ref = new Ref(queueId, position);
                    add(ref);
                    places.put(ref, lsn);
                });
            }

            @Override
            public void referred(long bodyLsn, long queueId, long position, int size, int priority, long dueAt) {
                if (bodyLsn >= from) assertThat(bodies).containsKey(bodyLsn);
                add(new Ref(queueId, position));
            }

            @Override
            public void settled(long queueId, long first, int count) {
                for (long position = first; position < first + count; position++) {
                    assertThat(settled.get((int) queueId)).contains(position);
                    found.get((int) queueId).remove(position);
                }
            }

            private void add(Ref ref) {
                int queue = (int) ref.queueId();
                assertThat(appended.get(queue)).contains(ref.position());
                assertThat(seen.get(queue).add(ref.position())).as("once").isTrue();
                found.get(queue).put(ref.position(), 0);
            }
        }).from(from));
        for (Map.Entry<Ref, Long> place : places.entrySet()) {
            Body body = test.journal.reader().message(place.getValue()).body();
            assertThat(body).isEqualTo(message(place.getKey(), (int) body.size()).body());
        }
        for (List<Ref> transaction : transactions) {
            long there = transaction.stream().filter(ref -> seen.get((int) ref.queueId()).contains(ref.position())).count();
            assertThat(there).as("a transaction is there or not").isIn(0L, (long) transaction.size());
        }
        return found;
    }

    private static StoredMessage message(Ref ref, int size) {
        byte[] body = new byte[size];
        int byRef = (int) (ref.queueId() * 53 + ref.position());
        for (int i = 0; i < size; i++) body[i] = (byte) (byRef + i * 31 + (i >> 8));
        return TestJournal.message(body);
    }
}
