package io.leveret.engine.explain;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.exchange.Inspection;
import io.leveret.engine.explain.WaysTo.Hop;
import io.leveret.engine.explain.WaysTo.Way;
import io.leveret.engine.message.Message;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A routing key that takes a message all along a way. Tried out before it is named; some ways have one that is not found. */
public final class ExampleKey {

    private static final String ANY = "any";

    private ExampleKey() {
    }

    /** Empty too where headers decide. */
    public static Optional<String> of(Way way) {
        return candidates(way.hops()).stream().filter(key -> leadsAlong(way, key)).findFirst();
    }

    private static Set<String> candidates(List<Hop> hops) {
        Set<String> candidates = new LinkedHashSet<>();
        for (Hop hop : hops) {
            hop.binding().ifPresent(binding -> {
                String pattern = binding.key();
                candidates.add(pattern.replace("*", ANY).replace("#", ANY));
                candidates.add(Arrays.stream(pattern.split("\\.", -1)).filter(word -> !word.equals("#"))
                    .map(word -> word.equals("*") ? ANY : word).collect(Collectors.joining(".")));
            });
        }
        candidates.add(ANY);
        return candidates;
    }

    static boolean leadsAlong(Way way, String key) {
        Message message = new Message(way.start().name(), key, BasicProperties.EMPTY, Body.EMPTY);
        for (Hop hop : way.hops()) {
            Inspection inspection = hop.from().inspect(message, true);
            boolean leads = hop.isAlternate() ? inspection.found().isEmpty() : inspection.leadsTo(hop.to());
            if (!leads) return false;
        }
        return true;
    }
}
