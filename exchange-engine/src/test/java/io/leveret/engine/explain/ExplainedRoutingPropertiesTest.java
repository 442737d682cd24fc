package io.leveret.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeSettings;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.exchange.Inspection;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.explain.Explanation.Reached;
import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the topology: what is explained is what happens. */
class ExplainedRoutingPropertiesTest {

    private static final ExplanationLimits NO_LIMITS =
        new ExplanationLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Optional.empty());
    private static final List<String> WORDS = List.of("a", "b", "", "*", "#");

    @Property(tries = 2000)
    void agreesWithTheRouter(@ForAll Random random) {
        World world = new World(random, false);
        for (int i = 0; i < 10; i++) {
            Message message = world.message();
            Explanation explanation = world.explain(message);

            Set<Destination> now = explanation.queues().stream().filter(reached -> reached.afterMillis() == 0).map(Reached::queue)
                .collect(Collectors.toSet());
            Set<Destination> routed = world.route(message);
            boolean held = explanation.steps().stream().anyMatch(step -> step.fate() == Inspection.Fate.HELD);
            assertThat(routed.remove(world.waiting)).isEqualTo(held);
            assertThat(now).isEqualTo(routed);
            assertThat(explanation.queues()).allMatch(Reached::certain);
            assertThat(explanation.duplicates()).isGreaterThanOrEqualTo(0);
            world.checkReasons(explanation, message);
        }
    }

    @Property(tries = 500)
    void tellsWhatChanceMayDo(@ForAll Random random) {
        World world = new World(random, true);
        Message message = world.message();
        Assume.that(message.properties().header("x-deduplication-header").isEmpty()); // a second one would not be routed
        Explanation explanation = world.explain(message);
        Set<Destination> possible = explanation.queues().stream().map(Reached::queue).collect(Collectors.toSet());
        Set<Destination> certain = explanation.queues().stream().filter(Reached::certain).filter(each -> each.afterMillis() == 0)
            .map(Reached::queue).collect(Collectors.toSet());
        for (int i = 0; i < 20; i++) {
            Set<Destination> routed = world.route(message);
            routed.remove(world.waiting);
            assertThat(possible).containsAll(routed);
            assertThat(routed).containsAll(certain);
        }
    }

    /** Some exchanges, some queues, and bindings between them as they come. */
    private static final class World {
        private final Random random;
        private final List<Exchange> exchanges = new ArrayList<>();
        private final List<TestQueue> queues = new ArrayList<>();
        private final TestQueue waiting = new TestQueue("waiting");

        World(Random random, boolean withChance) {
            this.random = random;
            for (int i = 0; i < 6; i++) queues.add(new TestQueue("q" + i));
            for (int i = 0; i < 7; i++) exchanges.add(exchange("x" + i, withChance));
            for (int i = random.nextInt(25); i > 0; i--) bind(pick(exchanges));
            for (int i = random.nextInt(5); i > 0; i--) {
                Exchange exchange = pick(exchanges);
                exchange.bindings().stream().findAny().ifPresent(exchange::unbind);
            }
        }

        private Exchange exchange(String name, boolean withChance) {
            List<ExchangeType> types = new ArrayList<>(List.of(ExchangeType.DIRECT, ExchangeType.FANOUT, ExchangeType.TOPIC,
                ExchangeType.HEADERS, ExchangeType.CONSISTENT_HASH, ExchangeType.MODULUS_HASH, ExchangeType.RECENT_HISTORY,
                ExchangeType.DEDUPLICATION));
            if (withChance) types.addAll(List.of(ExchangeType.RANDOM, ExchangeType.RANDOM, ExchangeType.RANDOM));
            FieldTable arguments = FieldTable.builder().put("x-cache-size", FieldValue.signedInt(10)).build();
            Exchange exchange = new Exchange(name, pick(types), true, false, random.nextInt(5) == 0, arguments,
                new Neighbourhood(this::find, waiting));
            Optional<String> alternate = random.nextInt(3) == 0 ? Optional.of("x" + random.nextInt(9)) : Optional.empty();
            FieldTable.Builder said = FieldTable.builder().put("x-delayed-exchange", random.nextInt(5) == 0);
            alternate.ifPresent(other -> said.put("alternate-exchange", other));
            exchange.apply(ExchangeSettings.ofArguments(said.build(), "exchange"));
            return exchange;
        }

        private void bind(Exchange source) {
            Destination destination = random.nextInt(3) == 0 ? pick(exchanges) : pick(queues);
            String key = switch (source.type()) {
                case CONSISTENT_HASH -> String.valueOf(1 + random.nextInt(3));
                default -> key();
            };
            FieldTable.Builder arguments = FieldTable.builder();
            if (source.type() == ExchangeType.HEADERS) {
                if (random.nextBoolean()) arguments.put("x-match", pick(List.of("all", "any", "all-with-x", "any-with-x")));
                for (int i = random.nextInt(3); i > 0; i--) arguments.put(pick(List.of("h", "i", "x-j")), value());
            }
            source.bind(new Binding(source.name(), destination, key, arguments.build()));
        }

        Message message() {
            FieldTable.Builder headers = FieldTable.builder();
            for (int i = random.nextInt(3); i > 0; i--) headers.put(pick(List.of("h", "i", "x-j")), value());
            if (random.nextInt(3) == 0) headers.put("CC", FieldValue.array(FieldValue.longString(key()), FieldValue.longString(key())));
            if (random.nextInt(4) == 0) headers.put("BCC", FieldValue.array(FieldValue.longString(key())));
            if (random.nextInt(4) == 0) headers.put("x-delay", FieldValue.signedInt(1000));
            if (random.nextInt(4) == 0) headers.put("x-deduplication-header", "k" + random.nextInt(3));
            return new Message("x0", key(), BasicProperties.builder().headers(headers.build()).build(), Body.EMPTY);
        }

        Explanation explain(Message message) {
            return new RoutingExplainer(this::find).explain(exchanges.get(0), message, NO_LIMITS);
        }

        Set<Destination> route(Message message) {
            Matches<Destination> matches = new Matches<>();
            exchanges.get(0).route(message, matches);
            Set<Destination> routed = new HashSet<>();
            for (int i = 0; i < matches.size(); i++) routed.add(matches.queue(i));
            return routed;
        }

        /** Each binding is judged by itself, without the router: together they come to what that finds. */
        void checkReasons(Explanation explanation, Message message) {
            Message waited = message.delay() > 0 ? message.afterDelay() : message;
            for (Explanation.Step step : explanation.steps()) {
                boolean late = step.entry() == Explanation.Entry.AFTER_DELAY;
                if (step.fate() != Inspection.Fate.ROUTED || late != step.afterMillis() > 0) continue;
                Inspection inspection = step.exchange().inspect(late ? waited : message, true);
                Set<Destination> judged = step.exchange().bindings().stream().filter(inspection::matches).map(Binding::destination)
                    .collect(Collectors.toSet());
                assertThat(judged).isEqualTo(Set.copyOf(inspection.found()));
                assertThat(step.matched() + step.unmatched()).isEqualTo(step.exchange().bindingCount());
                assertThat(step.bindings()).allSatisfy(each -> {
                    assertThat(each.why().text()).isNotEmpty();
                    assertThat(each.why().words().stream().allMatch(word -> word.matches())).isEqualTo(
                        each.why().words().isEmpty() || each.matches());
                });
            }
        }

        private Exchange find(String name) {
            return exchanges.stream().filter(exchange -> exchange.name().equals(name)).findAny().orElse(null);
        }

        private String key() {
            List<String> words = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) words.add(pick(WORDS));
            return String.join(".", words);
        }

        private FieldValue value() {
            return pick(List.of(FieldValue.longString("1"), FieldValue.signedInt(1), FieldValue.nothing(), FieldValue.table(FieldTable.EMPTY)));
        }

        private <T> T pick(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }
    }
}
