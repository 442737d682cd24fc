package io.leveret.broker.amqp;

import io.leveret.engine.stats.Counters;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.Passage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What passes between a channel and exchanges, or queues, one by one. Those that have been deleted are dropped as others come.
 * Lives on the connection's loop.
 *
 * @param <T> exchanges or queues
 */
final class ChannelLines<T> {

    /** That are told apart. */
    private static final int MOST = 256;
    private static final int FEW = 8;

    /** Between the channel and one of them. */
    record Line(Counters counters, ChannelPassage passage) {
    }

    private final Predicate<T> isThere;
    private final Map<T, Line> lines = new IdentityHashMap<>(1);

    /** So many there may be before it is looked for what is gone. */
    private int few = FEW;

    ChannelLines(Predicate<T> isThere) {
        this.isThere = isThere;
    }

    /** @return null if there is none yet */
    Line find(T end) {
        return lines.get(end);
    }

    /** Whether one more is told apart. */
    boolean hasRoom() {
        if (lines.size() >= few) {
            lines.keySet().removeIf(isThere.negate());
            few = Math.max(FEW, 2 * lines.size());
        }
        return lines.size() < MOST;
    }

    void add(T end, Line line) {
        lines.put(end, line);
    }

    void forEach(BiConsumer<T, ChannelPassage> visitor) {
        lines.forEach((end, line) -> visitor.accept(end, line.passage()));
    }

    List<Passage> passages(Function<T, String> name) {
        List<Passage> passages = new ArrayList<>(lines.size());
        lines.forEach((end, line) -> {
            if (isThere.test(end)) passages.add(new Passage(name.apply(end), line.passage().stats()));
        });
        return passages;
    }
}
