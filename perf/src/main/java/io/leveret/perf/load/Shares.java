package io.leveret.perf.load;

import java.util.List;
import java.util.stream.IntStream;

/** Who of several has which things: one each if there are enough of them, else every nth of n. */
final class Shares {

    private Shares() {}

    static <T> List<T> of(int one, int all, List<T> things) {
        if (all >= things.size()) return List.of(things.get(one % things.size()));
        return IntStream.range(0, things.size()).filter(i -> i % all == one).mapToObj(things::get).toList();
    }
}
