package io.leveret.engine.exchange;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.exchange.HeadersPattern.Condition;
import io.leveret.engine.message.Message;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Matches a message by its headers. Bindings are filed under a header and its value: one that any of its conditions satisfies
 * under each of them, one that needs them all under one of them. So a message looks up its own headers, and bindings that ask
 * for none of them cost it nothing.
 */
final class HeadersRouter implements Router {
    private final Map<String, Map<Object, Shelf>> shelves = new ConcurrentHashMap<>();
    private volatile Destinations unconditional = Destinations.NONE;

    @Override public void bind(Binding binding) {
        HeadersPattern pattern = HeadersPattern.of(binding.arguments());
        if (pattern.asksNothing()) {
            unconditional = unconditional.with(binding.destination());
        } else if (pattern.oneIsEnough()) {
            for (Condition condition : pattern.conditions()) shelfFor(condition).add(binding.destination());
        } else {
            candidateFor(pattern).add(binding.destination());
        }
    }

    @Override public void unbind(Binding binding) {
        HeadersPattern pattern = HeadersPattern.of(binding.arguments());
        if (pattern.asksNothing()) {
            unconditional = unconditional.without(binding.destination());
        } else if (pattern.oneIsEnough()) {
            for (Condition condition : pattern.conditions()) shelfFor(condition).remove(binding.destination());
        } else {
            removeFromCandidate(pattern, binding.destination());
        }
        pattern.conditions().forEach(this::dropIfEmpty);
    }

    @Override public void route(Message message, Matches<?> matches) {
        matches.addAll(unconditional);
        if (shelves.isEmpty() || !message.properties().hasHeaders()) return;
        FieldTable headers = message.properties().headers();
        List<FieldTable.Entry> entries = headers.entries();
        for (int i = 0; i < entries.size(); i++) route(entries.get(i), headers, matches);
    }

    /** Whether nothing is left of any binding. */
    boolean isEmpty() {
        return unconditional.isEmpty() && shelves.isEmpty();
    }

    private void route(FieldTable.Entry header, FieldTable headers, Matches<?> matches) {
        Map<Object, Shelf> ofName = shelves.get(header.name());
        if (ofName == null || isRepeated(header, headers)) return;
        route(ofName.get(Condition.PRESENT), headers, matches);
        Object value = HeadersPattern.comparable(header.value());
        if (value != null) route(ofName.get(value), headers, matches);
    }

    private static void route(Shelf shelf, FieldTable headers, Matches<?> matches) {
        if (shelf == null) return;
        matches.addAll(shelf.decided);
        for (Candidate candidate : shelf.candidates) {
            if (candidate.pattern.allHold(headers)) matches.addAll(candidate.destinations);
        }
    }

    /** Whether the name has come before: only the first value counts. */
    private static boolean isRepeated(FieldTable.Entry header, FieldTable headers) {
        return headers.find(header.name()).orElseThrow() != header.value();
    }

    /** Null if there is none. */
    private Shelf shelf(Condition condition) {
        return shelves.getOrDefault(condition.name(), Map.of()).get(condition.value());
    }

    private Shelf shelfFor(Condition condition) {
        return shelves
                .computeIfAbsent(condition.name(), name -> new ConcurrentHashMap<>(1))
                .computeIfAbsent(condition.value(), value -> new Shelf());
    }

    /** Bindings that ask for the same share a candidate. */
    private Candidate candidateFor(HeadersPattern pattern) {
        for (Condition condition : pattern.conditions()) {
            Shelf shelf = shelf(condition);
            Candidate candidate = shelf == null ? null : shelf.find(pattern);
            if (candidate != null) return candidate;
        }
        Candidate candidate = new Candidate(pattern);
        shelfFor(rarest(pattern.conditions())).add(candidate);
        return candidate;
    }

    /**
     * Of many bindings that all ask for {@code type=order} and each for another {@code customer}, the first is filed under the
     * type and the rest under their customers: nobody knows the messages to come, but the shelf with least on it is a good guess.
     */
    private Condition rarest(List<Condition> conditions) {
        Condition rarest = null;
        int fewest = Integer.MAX_VALUE;
        for (Condition condition : conditions) {
            Shelf shelf = shelf(condition);
            int candidates = shelf == null ? 0 : shelf.candidates.length;
            if (candidates < fewest) {
                rarest = condition;
                fewest = candidates;
            }
        }
        return rarest;
    }

    private void removeFromCandidate(HeadersPattern pattern, Destination destination) {
        for (Condition condition : pattern.conditions()) {
            Shelf shelf = shelf(condition);
            Candidate candidate = shelf == null ? null : shelf.find(pattern);
            if (candidate == null) continue;
            candidate.remove(destination);
            if (candidate.destinations.isEmpty()) shelf.remove(candidate);
            return;
        }
    }

    private void dropIfEmpty(Condition condition) {
        Map<Object, Shelf> ofName = shelves.get(condition.name());
        if (ofName == null) return;
        Shelf shelf = ofName.get(condition.value());
        if (shelf != null && shelf.isEmpty()) ofName.remove(condition.value());
        if (ofName.isEmpty()) shelves.remove(condition.name());
    }

    /** A pattern to look at more closely when one of its conditions holds. */
    private static final class Candidate {
        private final HeadersPattern pattern;
        private volatile Destinations destinations = Destinations.NONE;

        Candidate(HeadersPattern pattern) {
            this.pattern = pattern;
        }

        void add(Destination destination) {
            destinations = destinations.with(destination);
        }

        void remove(Destination destination) {
            destinations = destinations.without(destination);
        }
    }

    /** The bindings filed under one header and value. */
    private static final class Shelf {
        /** Those for which this one condition is enough. */
        private volatile Destinations decided = Destinations.NONE;
        private volatile Candidate[] candidates = {};

        void add(Destination destination) {
            decided = decided.with(destination);
        }

        void remove(Destination destination) {
            decided = decided.without(destination);
        }

        void add(Candidate candidate) {
            candidates = CopyOnWrite.with(candidates, candidate);
        }

        void remove(Candidate candidate) {
            candidates = CopyOnWrite.without(candidates, candidate);
        }

        /** Null if there is none. */
        Candidate find(HeadersPattern pattern) {
            for (Candidate candidate : candidates) {
                if (candidate.pattern.equals(pattern)) return candidate;
            }
            return null;
        }

        boolean isEmpty() {
            return decided.isEmpty() && candidates.length == 0;
        }
    }
}
