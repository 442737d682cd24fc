package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.Recovered;
import io.leveret.engine.store.StubLog;
import io.leveret.engine.store.StubStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A log that keeps messages in memory as if it were the disk: what it is given is readable a little later, and so is an
 * answer. It complains about whoever asks for what is not there.
 */
final class PagingLog extends StubLog {

    /** More than any test needs: a queue that reads and lets go of the same again and again would never come to an end. */
    private static final int MOST_READS = 100_000;

    final ManualLoop home;
    final Set<Long> damaged = new HashSet<>();
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final TreeSet<Long> unwritten = new TreeSet<>();
    private final Map<Long, int[]> returns = new TreeMap<>();
    private final Map<Long, Long> postponed = new TreeMap<>();
    private Recovered recovered = Recovered.NOTHING;
    private long nextPosition = 1;
    private long handedOut;
    private boolean reading;
    boolean deleted;

    /** Whether others look into the queue, who read for themselves. */
    boolean isBrowsed;
    int reads;

    /** Most messages it answers with at once. */
    int answers = 50;

    PagingLog(ManualLoop home) {
        this.home = home;
    }

    /** The log as it is opened after the process has ended. */
    PagingLog restarted() {
        return restarted(home);
    }

    /** @param other its loop, where what was left on the other is done no more */
    PagingLog restarted(ManualLoop other) {
        PagingLog next = new PagingLog(other);
        next.recovered = next.new AfterRestart();
        entries.forEach((position, entry) -> {
            if (entry.appended) next.entries.put(position, entry);
        });
        next.returns.putAll(returns);
        next.postponed.putAll(postponed);
        next.nextPosition = nextPosition;
        next.handedOut = handedOut;
        return next;
    }

    /** A store that has no other log. */
    StubStore store() {
        return new StubStore() {
            @Override
            public QueueLog open(long queueId, boolean durable, Loop loop) {
                return PagingLog.this;
            }
        };
    }

    Set<Long> positions() {
        return entries.keySet();
    }

    @Override
    public Recovered recovered() {
        return recovered;
    }

    @Override
    public void append(long position, Message message, long expiresAt) {
        put(position, new Entry(message, expiresAt, 0, true));
    }

    @Override
    public void appendDelayed(long position, Message message, long dueAt) {
        put(position, new Entry(message, Long.MAX_VALUE, dueAt, true));
    }

    @Override
    public void pageOut(long position, Message message, long expiresAt) {
        put(position, new Entry(message, expiresAt, 0, false));
    }

    @Override
    public void remove(long position) {
        assertThat(entries.remove(position)).as("message removed at " + position).isNotNull();
        unwritten.remove(position);
        returns.remove(position);
    }

    @Override
    public void removeBefore(long position, long[] kept) {
        Set<Long> stay = new HashSet<>();
        for (long each : kept) {
            assertThat(entries).containsKey(each);
            stay.add(each);
        }
        entries.keySet().removeIf(each -> each < position && !stay.contains(each));
        unwritten.retainAll(entries.keySet());
    }

    @Override
    public void handedOut(long position) {
        assertThat(position).isGreaterThan(handedOut);
        handedOut = position;
    }

    @Override
    public void returned(long position, int failures, int acquisitions) {
        assertThat(entries).containsKey(position);
        returns.put(position, new int[] {failures, acquisitions});
    }

    @Override
    public void postponed(long position, long dueAt) {
        assertThat(returns).containsKey(position);
        postponed.put(position, dueAt);
    }

    @Override
    public void delete() {
        deleted = true;
        entries.clear();
    }

    @Override
    public boolean canPageOut() {
        return true;
    }

    @Override
    public boolean isReadable(long position) {
        assertThat(entries).containsKey(position);
        return !unwritten.contains(position);
    }

    @Override
    public void read(long[] positions, long mostBytes, Consumer<List<ReadBack>> answer) {
        assertThat(reading && !isBrowsed).as("another read").isFalse();
        assertThat(positions).isNotEmpty();
        reading = true;
        assertThat(++reads).as("reads").isLessThan(MOST_READS);
        List<ReadBack> read = new ArrayList<>();
        long bytes = 0;
        for (long position : positions) {
            Entry entry = entries.get(position);
            assertThat(entry).as("message to be read at " + position).isNotNull();
            assertThat(unwritten).doesNotContain(position);
            bytes += entry.message.body().size();
            if (!read.isEmpty() && (bytes > mostBytes || read.size() == answers)) break;
            int[] counts = returns.getOrDefault(position, new int[2]);
            read.add(new ReadBack(position, damaged.contains(position) ? null : entry.message, entry.expiresAt,
                counts[0], counts[1]));
        }
        home.execute(() -> {
            reading = false;
            answer.accept(read);
        });
    }

    private void put(long position, Entry entry) {
        assertThat(entries.put(position, entry)).isNull();
        nextPosition = Math.max(nextPosition, position + 1);
        unwritten.add(position);
        home.execute(() -> unwritten.remove(position));
    }

    private static final class Entry {
        private final Message message;
        private final long expiresAt;
        private final long dueAt;
        private final boolean appended;

        Entry(Message message, long expiresAt, long dueAt, boolean appended) {
            this.message = message;
            this.expiresAt = expiresAt;
            this.dueAt = dueAt;
            this.appended = appended;
        }
    }

    /** What is still here when somebody looks. */
    private final class AfterRestart implements Recovered {
        @Override
        public long nextPosition() {
            return nextPosition;
        }

        @Override
        public long handedOutUpTo() {
            return handedOut;
        }

        @Override
        public void visit(Visitor visitor) {
            entries.forEach((position, entry) -> {
                if (!entry.appended) return;
                Long dueAt = postponed.get(position);
                if (dueAt != null) visitor.postponed(position, entry.message.body().size(), entry.message.priority(-1), dueAt);
                else visitor.message(position, entry.message.body().size(), entry.message.priority(-1), entry.dueAt);
            });
        }
    }
}
