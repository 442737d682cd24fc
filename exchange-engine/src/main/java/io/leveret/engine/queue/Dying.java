package io.leveret.engine.queue;

import io.leveret.engine.message.DeathReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Messages that died while they were not in the heap: what they say is read before it becomes a dead letter. */
final class Dying {

    private static final int READ_AT_ONCE = 256;
    private static final long READ_BYTES = 4 << 20;

    private final Departures departures;
    private Map<DeathReason, ColdPositions> unread = Map.of(); // until something has died
    private DyingReading reading;

    /** @param departures gets them when they are in the heap */
    Dying(Departures departures) {
        this.departures = departures;
    }

    void add(long position, DeathReason reason) {
        if (unread.isEmpty()) unread = new EnumMap<>(DeathReason.class);
        unread.computeIfAbsent(reason, first -> new ColdPositions()).addLast(position);
    }

    boolean isEmpty() {
        return unread.isEmpty();
    }

    void forEach(LongConsumer position) {
        unread.values().forEach(all -> {
            for (long each : all.first(Integer.MAX_VALUE)) position.accept(each);
        });
    }

    /** @return what should be read next, or null */
    Reading nextReading() {
        if (reading != null || unread.isEmpty()) return null;
        Map.Entry<DeathReason, ColdPositions> next = unread.entrySet().iterator().next();
        reading = new DyingReading(next.getKey(), next.getValue().first(READ_AT_ONCE));
        return reading;
    }

    private final class DyingReading implements Reading {
        private final DeathReason reason;
        private final long[] positions;

        DyingReading(DeathReason reason, long[] positions) {
            this.reason = reason;
            this.positions = positions;
        }

        @Override
        public long[] positions() {
            return positions;
        }

        @Override
        public long mostBytes() {
            return READ_BYTES;
        }

        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public void loaded(int answered, List<QueuedMessage> messages) {
            reading = null;
            ColdPositions left = unread.get(reason);
            left.removeFirst(answered);
            if (left.isEmpty()) unread.remove(reason);
            messages.forEach(message -> departures.discard(message, reason));
        }
    }
}
