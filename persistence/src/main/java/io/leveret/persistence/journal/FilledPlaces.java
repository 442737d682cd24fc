package io.leveret.persistence.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The places in queues that somebody is about to fill, found by place: however many there are, only those that are touched
 * are looked at. No two fill the same place.
 *
 * @param <T> who fills them
 */
final class FilledPlaces<T> {

    /** Places of a queue one behind the other. */
    private static final class Run<T> {
        private final T filler;
        private final long first;
        private long last;

        Run(T filler, long place) {
            this.filler = filler;
            this.first = place;
            this.last = place;
        }
    }

    /** Is told of places that are touched, one behind the other. */
    interface Touched<T> {
        void places(T filler, long first, long last);
    }

    /** What one fills, to be taken out again. */
    static final class Filling<T> {
        private final T filler;
        private final Map<Long, List<Run<T>>> runs = new HashMap<>();

        Filling(T filler) {
            this.filler = filler;
        }
    }

    private final Map<Long, NavigableMap<Long, Run<T>>> queues = new HashMap<>();
    private long looked;

    void fill(Filling<T> filling, long queueId, long place) {
        List<Run<T>> runs = filling.runs.computeIfAbsent(queueId, unknown -> new ArrayList<>(1));
        Run<T> latest = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (latest != null && latest.last + 1 == place) {
            latest.last = place;
            return;
        }
        Run<T> run = new Run<>(filling.filler, place);
        runs.add(run);
        queues.computeIfAbsent(queueId, unknown -> new TreeMap<>()).put(place, run);
    }

    void remove(Filling<T> filling) {
        filling.runs.forEach((queueId, runs) -> {
            NavigableMap<Long, Run<T>> queue = queues.get(queueId);
            for (Run<T> run : runs) queue.remove(run.first, run);
            if (queue.isEmpty()) queues.remove(queueId);
        });
    }

    void clear() {
        queues.clear();
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    /** Tells which of the places from the first to the last somebody fills. */
    void touch(long queueId, long first, long last, Touched<T> touched) {
        NavigableMap<Long, Run<T>> queue = queues.get(queueId);
        if (queue == null) return;
        Long from = queue.floorKey(first);
        for (Run<T> run : queue.subMap(from == null ? first : from, true, last, true).values()) {
            looked++;
            if (run.last >= first) touched.places(run.filler, Math.max(first, run.first), Math.min(last, run.last));
        }
    }

    /** At how many stretches of places it has looked. */
    long looked() {
        return looked;
    }
}
