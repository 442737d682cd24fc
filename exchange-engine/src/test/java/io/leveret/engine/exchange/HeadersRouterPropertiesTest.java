package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.exchange;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.queues;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class HeadersRouterPropertiesTest {
    private static final List<NamedQueue> QUEUES = IntStream.range(0, 12).mapToObj(i -> new NamedQueue("queue " + i)).toList();

    record Change(boolean bind, int queue, FieldTable arguments) { }

    /** Change by change, every message reaches exactly the queues that a slow and obvious matcher finds. */
    @Property(tries = 2000)
    void agreesWithANaiveMatcher(@ForAll @Size(max = 60) List<@From("changes") Change> changes,
            @ForAll @Size(min = 1, max = 10) List<@From("tables") FieldTable> messages) {
        Exchange headers = exchange(ExchangeType.HEADERS);
        Matches<NamedQueue> matches = new Matches<>();
        for (int i = 0; i < changes.size(); i++) {
            apply(changes.get(i), headers);
            if (i % 5 == 0 || i == changes.size() - 1) messages.forEach(message -> check(headers, message, matches));
        }
    }

    @Property(tries = 200)
    void forgetsWhatIsUnbound(@ForAll @Size(max = 30) List<@From("changes") Change> changes, @ForAll("tables") FieldTable message) {
        Exchange headers = exchange(ExchangeType.HEADERS);
        changes.forEach(change -> headers.bind(binding(QUEUES.get(change.queue), change.arguments)));
        List.copyOf(headers.bindings()).forEach(headers::unbind);

        check(headers, message, new Matches<>());
    }

    private static void apply(Change change, Exchange headers) {
        Binding binding = binding(QUEUES.get(change.queue), change.arguments);
        if (change.bind) {
            headers.bind(binding);
        } else {
            headers.unbind(binding);
        }
    }

    private static void check(Exchange headers, FieldTable message, Matches<NamedQueue> matches) {
        Set<NamedQueue> expected = headers.bindings().stream()
                .filter(binding -> matches(binding.arguments(), message))
                .map(binding -> (NamedQueue) binding.destination())
                .collect(Collectors.toSet());
        matches.clear();
        headers.route(message("ignored", message), matches);
        assertThat(queues(matches)).as("%s", message).doesNotHaveDuplicates().hasSameElementsAs(expected);
    }

    private static boolean matches(FieldTable arguments, FieldTable message) {
        String way = arguments.find("x-match").map(FieldValue::asText).orElse("all");
        Stream<FieldTable.Entry> conditions = arguments.entries().stream()
                .filter(argument -> !argument.name().equals("x-match"))
                .filter(argument -> way.endsWith("with-x") || !argument.name().startsWith("x-"));
        return way.startsWith("any")
                ? conditions.anyMatch(condition -> holds(condition, message))
                : conditions.allMatch(condition -> holds(condition, message));
    }

    private static boolean holds(FieldTable.Entry condition, FieldTable message) {
        Optional<FieldValue> actual = message.find(condition.name());
        FieldValue wanted = condition.value();
        if (actual.isEmpty()) return false;
        if (wanted.type() == FieldType.VOID) return true;
        if (wanted.isArray() || wanted.isTable()) return false;
        if (wanted.isInteger() && actual.get().isInteger()) return wanted.asLong() == actual.get().asLong();
        return wanted.equals(actual.get());
    }

    @Provide
    Arbitrary<Change> changes() {
        Arbitrary<Boolean> mostlyBind = Arbitraries.of(true, true, false);
        Arbitrary<FieldTable> arguments = Combinators
                .combine(tables(), Arbitraries.of("", "all", "any", "all-with-x", "any-with-x"))
                .as((table, way) -> way.isEmpty() ? table : table.with("x-match", FieldValue.longString(way)));
        return Combinators.combine(mostlyBind, Arbitraries.integers().between(0, QUEUES.size() - 1), arguments).as(Change::new);
    }

    @Provide
    Arbitrary<FieldTable> tables() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "c", "x-d");
        Arbitrary<FieldValue> values = Arbitraries.of(
                FieldValue.longString("1"), FieldValue.longString("2"), FieldValue.signedInt(1), FieldValue.longInt(1),
                FieldValue.timestamp(1), FieldValue.bool(true), FieldValue.nothing(), FieldValue.floating(1),
                FieldValue.table(FieldTable.EMPTY), FieldValue.array(FieldValue.bool(true)));
        return Combinators.combine(names, values).as(FieldTable.Entry::new).list().ofMaxSize(5).map(entries -> {
            FieldTable.Builder table = FieldTable.builder();
            entries.forEach(entry -> table.put(entry.name(), entry.value()));
            return table.build();
        });
    }
}
