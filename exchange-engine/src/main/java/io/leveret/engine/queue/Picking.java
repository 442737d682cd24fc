package io.leveret.engine.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Messages that somebody has seen are taken out from wherever they stand now among those that are ready. */
final class Picking {

    private final Map<Long, Browsed> wanted = new HashMap<>();
    private final List<Browsed> seen;
    private final Function<Browsed, QueuedMessage> reader;
    private final List<QueuedMessage> taken = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** @param reader brings one into the heap that was not there */
    Picking(List<Browsed> seen, Function<Browsed, QueuedMessage> reader) {
        this.seen = seen;
        this.reader = reader;
        for (Browsed each : seen) {
            wanted.put(each.position(), each);
            first = Math.min(first, each.position());
            last = Math.max(last, each.position());
        }
    }

    List<Browsed> seen() {
        return seen;
    }

    /** Those that were still there. */
    List<QueuedMessage> taken() {
        return taken;
    }

    /** The lowest position that is wanted. */
    long first() {
        return first;
    }

    boolean isAbove(long position) {
        return position < first;
    }

    boolean isBelow(long position) {
        return position > last;
    }

    boolean wants(long position) {
        return wanted.containsKey(position);
    }

    void take(QueuedMessage message) {
        taken.add(message);
    }

    /** @return bytes of its body */
    long takeCold(long position) {
        QueuedMessage message = reader.apply(wanted.get(position));
        taken.add(message);
        return message.size();
    }

    /** @return bytes of the bodies that were taken */
    long takeFrom(ChunkedFifo<QueuedMessage> line) {
        long[] bytes = new long[1];
        line.takeOut(message -> isAbove(message.position()), message -> isBelow(message.position()), message -> {
            if (!wants(message.position())) return false;
            take(message);
            bytes[0] += message.size();
            return true;
        });
        return bytes[0];
    }
}
