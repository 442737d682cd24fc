package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.exchange;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.queues;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class TopicRouterPropertiesTest {
    private static final List<NamedQueue> QUEUES = IntStream.range(0, 12).mapToObj(i -> new NamedQueue("queue " + i)).toList();

    record Change(boolean bind, int queue, String pattern) { }

    /** Change by change, every key reaches exactly the queues that a slow and obvious matcher finds. */
    @Property(tries = 2000)
    void agreesWithANaiveMatcher(@ForAll @Size(max = 60) List<@From("changes") Change> changes,
            @ForAll @Size(min = 1, max = 10) List<@From("keys") String> keys) {
        Exchange topic = exchange(ExchangeType.TOPIC);
        Matches<NamedQueue> matches = new Matches<>();
        for (int i = 0; i < changes.size(); i++) {
            apply(changes.get(i), topic);
            if (i % 5 == 0 || i == changes.size() - 1) keys.forEach(key -> check(topic, key, matches));
        }
    }

    @Property(tries = 200)
    void forgetsWhatIsUnbound(@ForAll @Size(max = 30) List<@From("changes") Change> changes, @ForAll("keys") String key) {
        Exchange topic = exchange(ExchangeType.TOPIC);
        changes.forEach(change -> topic.bind(binding(QUEUES.get(change.queue), change.pattern)));
        List.copyOf(topic.bindings()).forEach(topic::unbind);

        check(topic, key, new Matches<>());
    }

    private static void apply(Change change, Exchange topic) {
        Binding binding = binding(QUEUES.get(change.queue), change.pattern);
        if (change.bind) {
            topic.bind(binding);
        } else {
            topic.unbind(binding);
        }
    }

    private static void check(Exchange topic, String key, Matches<NamedQueue> matches) {
        Set<Destination> expected = topic.bindings().stream()
                .filter(binding -> matches(words(binding.key()), words(key)))
                .map(Binding::destination)
                .collect(Collectors.toSet());
        matches.clear();
        topic.route(message(key), matches);
        assertThat(queues(matches)).as("key '%s'", key).doesNotHaveDuplicates().hasSameElementsAs(cast(expected));
    }

    private static Set<NamedQueue> cast(Set<Destination> queues) {
        return queues.stream().map(NamedQueue.class::cast).collect(Collectors.toSet());
    }

    private static boolean matches(List<String> pattern, List<String> key) {
        if (pattern.isEmpty()) return key.isEmpty();
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            return IntStream.rangeClosed(0, key.size()).anyMatch(eaten -> matches(rest, key.subList(eaten, key.size())));
        }
        return !key.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(key.get(0)))
                && matches(rest, key.subList(1, key.size()));
    }

    private static List<String> words(String key) {
        return key.isEmpty() ? List.of() : List.of(key.split("\\.", -1));
    }

    @Provide
    Arbitrary<Change> changes() {
        Arbitrary<String> patterns = Arbitraries.of("a", "b", "", "*", "#", "#").list().ofMaxSize(6).map(words -> String.join(".", words));
        Arbitrary<Boolean> mostlyBind = Arbitraries.of(true, true, false);
        return Combinators.combine(mostlyBind, Arbitraries.integers().between(0, QUEUES.size() - 1), patterns).as(Change::new);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of("a", "b", "c", "", "*", "#").list().ofMaxSize(8).map(words -> String.join(".", words));
    }
}
