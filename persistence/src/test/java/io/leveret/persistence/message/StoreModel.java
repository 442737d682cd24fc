package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Queues on two loops that do whatever comes to mind, and what must be true of them after a crash: of each message, whether
 * it had been confirmed, whether it had left, and whether that was for sure.
 */
final class StoreModel {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int PARTS_AT_A_TIME = 6;
    private static final int MOST_QUEUES = 6;

    /** What is known of a message that was put into a queue. */
    private static final class Entry {
        final int size;
        final int priority;
        final long dueAt;
        final Tx addedBy;
        boolean confirmed;
        boolean removed;
        boolean removedForSure;
        Tx removedBy;
        boolean returned;

        Entry(int size, int priority, long dueAt, Tx addedBy) {
            this.size = size;
            this.priority = priority;
            this.dueAt = dueAt;
            this.addedBy = addedBy;
        }
    }

    /** A transaction, with what it adds and takes. */
    private static final class Tx {
        final int number;
        final StoreTransaction transaction;
        final List<Entry> added = new ArrayList<>();
        final List<Entry> taken = new ArrayList<>();
        boolean confirmed;

        Tx(int number, StoreTransaction transaction) {
            this.number = number;
            this.transaction = transaction;
        }
    }

    private static final class ModelQueue {
        final long id;
        final TreeMap<Long, Entry> entries = new TreeMap<>();
        JournaledQueueLog log;
        boolean isHere;
        boolean deleted;
        long next = 1;
        long handedOut;

        ModelQueue(long id) {
            this.id = id;
        }
    }

    private final Random random;
    private final List<ModelQueue> queues = new ArrayList<>();
    private final List<Tx> transactions = new ArrayList<>();
    private final List<Runnable> parts = new ArrayList<>();
    private final boolean hasLargeBodies; // small segments have them in parts when real ones would not, which checkpoints do not see
    private long nextId = 1;
    private TestStore store;

    StoreModel(long seed) {
        random = new Random(seed);
        hasLargeBodies = random.nextBoolean();
    }

    /** Opens the store on the files, checks what is there, and works for so many steps or until the power goes. */
    void live(MemoryFiles files, int steps) throws IOException {
        store = TestStore.open(files);
        adopt();
        files.duringForces(this::meanwhile);
        for (int step = 0; step < steps && !files.isOff() && store.journal.failures.isEmpty(); step++) step();
    }

    /** Has everything done that was begun, and checks that all of it is durable then. */
    void end() {
        while (!parts.isEmpty()) parts.remove(0).run();
        store.settle();
        assertThat(transactions).allMatch(tx -> tx.confirmed || tx.added.isEmpty());
        for (ModelQueue queue : queues) {
            if (!queue.deleted) assertThat(queue.entries.values()).allMatch(entry -> entry.confirmed);
        }
        checkCounts();
    }

    // ---- what is there

    private void adopt() throws IOException {
        parts.clear();
        for (ModelQueue queue : List.copyOf(queues)) {
            boolean gone = queue.deleted && random.nextBoolean();
            if (gone) queues.remove(queue);
            else open(queue);
        }
        store.store.restored();
        for (ModelQueue queue : queues) check(queue);
        for (Tx tx : transactions) check(tx);
        transactions.clear();
        for (ModelQueue queue : queues) takeOver(queue);
        checkCounts();
    }

    private void open(ModelQueue queue) {
        queue.isHere = random.nextBoolean();
        queue.log = (JournaledQueueLog) store.store.open(queue.id, true, queue.isHere ? store.here : store.there);
    }

    private QueueIndex index(ModelQueue queue) {
        return ((StoredQueue) queue.log.recovered()).index();
    }

    private void check(ModelQueue queue) throws IOException {
        QueueIndex index = index(queue);
        for (IndexCursor cursor = index.from(0); cursor.next();) {
            Entry entry = queue.entries.get(cursor.position());
            assertThat(entry).as("queue %d has position %d that was never given out", queue.id, cursor.position()).isNotNull();
            assertThat(entry.removedForSure).as("position %d of queue %d is back", cursor.position(), queue.id).isFalse();
            assertThat(cursor.size()).isEqualTo(entry.size);
            assertThat(cursor.priority()).isEqualTo(entry.priority);
            assertThat(cursor.dueAt()).isEqualTo(entry.dueAt);
            if (cursor.hasReturned()) assertThat(entry.returned).isTrue();
            StoredMessage stored = store.journal.journal.reader().message(cursor.location());
            assertThat(stored.body()).isEqualTo(body(entry.size));
        }
        long highest = 0;
        for (var each : queue.entries.entrySet()) {
            Entry entry = each.getValue();
            boolean must = entry.confirmed && !entry.removed && !queue.deleted;
            if (must) assertThat(index.contains(each.getKey())).as("position %d of queue %d", each.getKey(), queue.id).isTrue();
            if (entry.confirmed && !queue.deleted) highest = each.getKey();
        }
        assertThat(queue.log.recovered().nextPosition()).isGreaterThan(highest);
        assertThat(queue.log.recovered().handedOutUpTo()).isLessThanOrEqualTo(queue.handedOut);
    }

    /** All of it or nothing, as far as nothing else has happened to it. */
    private void check(Tx tx) {
        boolean anyThere = tx.added.stream().anyMatch(this::isThere);
        if (tx.confirmed || anyThere) {
            assertThat(tx.added).allMatch(entry -> entry.removed || isThere(entry) || isOfDeleted(entry));
            assertThat(tx.taken).noneMatch(this::isThere);
            for (Entry entry : tx.taken) {
                if (entry.addedBy != null && entry.addedBy.number < tx.number) assertThat(entry.addedBy.taken).noneMatch(this::isThere);
            }
        }
        boolean noneThere = tx.added.stream().anyMatch(entry -> !entry.removed && !isThere(entry) && !isOfDeleted(entry));
        if (noneThere) assertThat(tx.taken).allMatch(entry -> isThere(entry) || !entry.confirmed || isOfDeleted(entry));
    }

    private boolean isThere(Entry entry) {
        for (ModelQueue queue : queues) {
            for (var each : queue.entries.entrySet()) {
                if (each.getValue() == entry) return index(queue).contains(each.getKey());
            }
        }
        return false;
    }

    private boolean isOfDeleted(Entry entry) {
        return queues.stream().filter(queue -> !queue.deleted).noneMatch(queue -> queue.entries.containsValue(entry));
    }

    /** What was found is what there is from now on. */
    private void takeOver(ModelQueue queue) {
        QueueIndex index = index(queue);
        queue.entries.keySet().removeIf(position -> !index.contains(position));
        for (Entry entry : queue.entries.values()) {
            entry.confirmed = true;
            entry.removed = false;
            entry.removedBy = null;
        }
        queue.deleted = false;
        queue.next = queue.log.recovered().nextPosition();
        queue.handedOut = Math.max(queue.handedOut, queue.log.recovered().handedOutUpTo());
    }

    /** Segments count what is in the indexes, and nothing else, apart from bodies in parts. */
    private void checkCounts() {
        if (hasLargeBodies) return;
        long live = store.journal.journal.segments().stream().mapToLong(segment -> segment.live()).sum();
        long inQueues = queues.stream().filter(queue -> !queue.deleted).mapToLong(queue -> index(queue).count()).sum();
        if (store.journal.failures.isEmpty()) assertThat(live).isEqualTo(inQueues);
    }

    // ---- what happens

    private void step() {
        if (random.nextInt(8) == 0 && queues.size() < MOST_QUEUES) add();
        for (int turns = 1 + random.nextInt(3); turns > 0; turns--) turn(any());
        if (!parts.isEmpty() && random.nextInt(3) > 0) parts.remove(random.nextInt(Math.min(parts.size(), PARTS_AT_A_TIME))).run();
        if (random.nextInt(3) > 0) store.here.runAll();
        if (random.nextInt(3) > 0) store.there.runAll();
        if (random.nextInt(2) == 0) store.journal.run();
        else store.journal.stir(random);
        if (random.nextInt(4) == 0) store.journal.pass(60);
        if (random.nextInt(8) == 0 && !hasLargeBodies) store.store.maintenance().checkpoint();
        if (random.nextInt(2) == 0) store.behind.runAll();
        int seconds = random.nextInt(5);
        store.passSeconds(seconds);
        store.here.pass(seconds * 1000L);
        store.there.pass(seconds * 1000L);
    }

    /** What loops and the writer do while something is being forced. */
    private void meanwhile() {
        if (random.nextInt(2) == 0) store.here.runAll();
        if (random.nextInt(2) == 0) store.there.runAll();
        store.journal.writeMeanwhile();
    }

    private void add() {
        ModelQueue queue = new ModelQueue(nextId++);
        queues.add(queue);
        open(queue);
    }

    private ModelQueue any() {
        if (queues.stream().allMatch(queue -> queue.deleted)) add();
        List<ModelQueue> there = queues.stream().filter(queue -> !queue.deleted).toList();
        return there.get(random.nextInt(there.size()));
    }

    private void turn(ModelQueue queue) {
        List<Entry> appended = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0 && !queue.deleted; i--) {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> appended.add(append(queue, null));
                case 4 -> appended.add(appendDelayed(queue));
                case 5, 6 -> share();
                case 7, 8, 9 -> remove(queue, random.nextInt(4) == 0 ? somewhere(queue) : first(queue), null);
                case 10 -> removeBefore(queue);
                case 11 -> handOut(queue);
                case 12 -> giveBack(queue);
                case 13, 14 -> transaction();
                default -> {
                    if (random.nextInt(8) == 0) delete(queue);
                }
            }
        }
        if (!queue.deleted) confirm(queue, appended);
    }

    private void confirm(ModelQueue queue, List<Entry> appended) {
        queue.log.whenDurable(() -> appended.forEach(entry -> entry.confirmed = true));
    }

    private Entry append(ModelQueue queue, Tx tx) {
        Entry entry = new Entry(size(), random.nextInt(5) == 0 ? random.nextInt(10) : -1, 0, tx);
        add(queue, entry, message(entry));
        return entry;
    }

    private void add(ModelQueue queue, Entry entry, Message message) {
        long position = queue.next;
        queue.next += random.nextInt(4) == 0 ? 3 : 1;
        queue.entries.put(position, entry);
        if (entry.addedBy != null) entry.addedBy.added.add(entry);
        if (entry.dueAt != 0) queue.log.appendDelayed(position, message, entry.dueAt);
        else queue.log.append(position, message, random.nextInt(4) == 0 ? 5_000_000 : NEVER);
    }

    private Entry appendDelayed(ModelQueue queue) {
        Entry entry = new Entry(size(), -1, 1 + random.nextInt(1000), null);
        add(queue, entry, message(entry));
        return entry;
    }

    /** One message for several queues, on both loops, some of which get it in time to refer to it. */
    private void share() {
        Entry like = new Entry(size(), random.nextInt(5) == 0 ? 3 : -1, 0, null);
        Message message = message(like);
        HandLoop loop = random.nextBoolean() ? store.here : store.there;
        store.store.sharedBodies(loop).share(message);
        if (random.nextInt(3) > 0) store.store.sharedBodies(loop).handOver();
        for (ModelQueue queue : List.copyOf(queues)) {
            if (queue.deleted || random.nextBoolean()) continue;
            Entry entry = new Entry(like.size, like.priority, 0, null);
            add(queue, entry, message);
            if (random.nextInt(3) == 0) remove(queue, queue.entries.lastKey(), null);
            confirm(queue, List.of(entry));
        }
    }

    private Long first(ModelQueue queue) {
        return queue.entries.entrySet().stream().filter(each -> !each.getValue().removed).map(each -> each.getKey())
            .findFirst().orElse(null);
    }

    private Long somewhere(ModelQueue queue) {
        Long from = queue.entries.ceilingKey((long) random.nextInt((int) queue.next));
        return from == null || queue.entries.get(from).removed ? null : from;
    }

    private void remove(ModelQueue queue, Long position, Tx tx) {
        if (position == null) return;
        Entry entry = queue.entries.get(position);
        entry.removed = true;
        entry.removedBy = tx;
        if (tx != null) tx.taken.add(entry);
        queue.log.remove(position);
        if (tx == null) leftForSureLater(queue, entry);
    }

    private void removeBefore(ModelQueue queue) {
        long before = 1 + random.nextInt((int) queue.next);
        List<Long> kept = new ArrayList<>();
        for (var each : queue.entries.headMap(before).entrySet()) {
            if (each.getValue().removed) continue;
            if (random.nextInt(3) == 0) {
                kept.add(each.getKey());
            } else {
                each.getValue().removed = true;
                leftForSureLater(queue, each.getValue());
            }
        }
        queue.log.removeBefore(before, kept.stream().mapToLong(Long::longValue).toArray());
    }

    /** What leaves is not waited for: it goes with what is appended next, and what comes after that tells when it is durable. */
    private void leftForSureLater(ModelQueue queue, Entry entry) {
        HandLoop loop = queue.isHere ? store.here : store.there;
        loop.execute(() -> {
            appendSmall(queue);
            loop.execute(() -> loop.execute(() -> {
                appendSmall(queue);
                if (!queue.deleted) queue.log.whenDurable(() -> entry.removedForSure = true);
            }));
        });
    }

    private void appendSmall(ModelQueue queue) {
        if (queue.deleted) return;
        Entry small = new Entry(1, -1, 0, null);
        add(queue, small, message(small));
        confirm(queue, List.of(small));
    }

    private void handOut(ModelQueue queue) {
        Long position = somewhere(queue);
        if (position == null) return;
        queue.handedOut = Math.max(queue.handedOut, position);
        queue.log.handedOut(position);
    }

    private void giveBack(ModelQueue queue) {
        Long position = somewhere(queue);
        if (position == null) return;
        queue.entries.get(position).returned = true;
        queue.log.returned(position, 1 + random.nextInt(3), random.nextInt(3));
    }

    private void delete(ModelQueue queue) {
        queue.deleted = true;
        queue.log.delete();
    }

    /** Takes a message out of one queue and puts copies into others, whose turns come whenever they do. */
    private void transaction() {
        Tx tx = new Tx(transactions.size(), store.store.begin());
        transactions.add(tx);
        int targets = random.nextInt(4);
        tx.transaction.expect(targets + 1);
        List<Runnable> all = new ArrayList<>();
        ModelQueue source = any();
        Long taken = first(source);
        all.add(() -> part(source, tx, () -> {
            if (taken != null && !source.entries.get(taken).removed) remove(source, taken, tx);
        }));
        for (int i = 0; i < targets; i++) {
            ModelQueue target = any();
            all.add(() -> part(target, tx, () -> {
                for (int copies = random.nextInt(3); copies >= 0; copies--) append(target, tx);
                if (random.nextInt(4) == 0) remove(target, target.entries.lastKey(), tx);
            }));
        }
        parts.addAll(all);
    }

    private void part(ModelQueue queue, Tx tx, Runnable changes) {
        queue.log.enter(tx.transaction);
        if (!queue.deleted) changes.run();
        if (!queue.deleted && random.nextInt(40) == 0) delete(queue);
        queue.log.leave(tx.transaction);
        queue.log.whenDurable(() -> {
            tx.confirmed = true;
            tx.added.forEach(entry -> entry.confirmed = true);
            tx.taken.forEach(entry -> entry.removedForSure = true);
        });
    }

    private int size() {
        return switch (random.nextInt(20)) {
            case 0 -> hasLargeBodies ? 20_480 : 4096; // in parts: larger than the largest part of a small segment
            case 1 -> 8064;
            case 2 -> 0;
            default -> 10 + random.nextInt(600);
        };
    }

    private static Message message(Entry entry) {
        BasicProperties.Builder properties = BasicProperties.builder().persistent();
        if (entry.priority >= 0) properties.priority(entry.priority);
        return new Message("exchange", "key", properties.build(), body(entry.size));
    }

    private static Body body(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) body[i] = (byte) (size + i * 31 + (i >> 8));
        return Body.of(body);
    }
}
