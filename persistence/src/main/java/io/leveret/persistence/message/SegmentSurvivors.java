package io.leveret.persistence.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Asks every loop which of its messages stand in some segments, a little at a time. */
final class SegmentSurvivors {

    /** Chunks of an index that a loop looks through at once: some tens of microseconds. */
    private static final int CHUNKS_AT_ONCE = 16;
    private static final int QUEUES_AT_ONCE = 1000;

    private final Set<Long> segments;
    private final Executor background;
    private final Consumer<List<Survivor>> answer;
    private final List<Survivor> survivors = new ArrayList<>();
    private int unfinished;

    private SegmentSurvivors(Set<Long> segments, Executor background, Consumer<List<Survivor>> answer) {
        this.segments = segments;
        this.background = background;
        this.answer = answer;
    }

    /**
     * The answer comes on the background thread. What is left of a queue comes together and in its order, so that an old
     * backlog stands densely once it was copied; what several queues share comes once, with the first of them.
     */
    static void find(Set<Long> segments, Collection<LoopStore> loops, Executor background, Consumer<List<Survivor>> answer) {
        SegmentSurvivors search = new SegmentSurvivors(segments, background, answer);
        List<LoopStore> all = List.copyOf(loops);
        search.unfinished = all.size();
        if (all.isEmpty()) background.execute(() -> answer.accept(List.of()));
        for (LoopStore each : all) each.loop().execute(search.new LoopSearch(each)::turn);
    }

    private void finished(List<Survivor> ofLoop) {
        survivors.addAll(ofLoop);
        if (--unfinished > 0) return;
        sort();
        answer.accept(survivors);
    }

    private void sort() {
        Map<Long, Long> firstQueues = new HashMap<>();
        for (Survivor each : survivors) firstQueues.merge(each.location(), each.queue().id(), Math::min);
        survivors.sort(Comparator.comparingLong((Survivor each) -> firstQueues.get(each.location())).thenComparingLong(Survivor::location));
    }

    private final class LoopSearch {
        private final LoopStore store;
        private final Deque<StoredQueue> queues = new ArrayDeque<>();
        private final List<Survivor> found = new ArrayList<>();
        private boolean begun;
        private long next = Long.MIN_VALUE;

        LoopSearch(LoopStore store) {
            this.store = store;
        }

        void turn() {
            if (!begun) queues.addAll(store.queues());
            begun = true;
            for (int i = 0; i < QUEUES_AT_ONCE && !queues.isEmpty(); i++) {
                StoredQueue queue = queues.peek();
                next = queue.index().visitSegments(segments, next, CHUNKS_AT_ONCE,
                        (position, location, size) -> found.add(new Survivor(store, queue, position, location, size)));
                if (next < Long.MAX_VALUE) break;
                queues.poll();
                next = Long.MIN_VALUE;
            }
            if (queues.isEmpty()) background.execute(() -> finished(found));
            else store.loop().execute(this::turn);
        }
    }
}
