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
import io.leveret.engine.exchange.Inspection.Fate;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.explain.Explanation.Alternate;
import io.leveret.engine.explain.Explanation.Effect;
import io.leveret.engine.explain.Explanation.Entry;
import io.leveret.engine.explain.Explanation.Step;
import io.leveret.engine.message.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingExplainerTest {

    private final TestQueue queue = new TestQueue("q");
    private final TestQueue waiting = new TestQueue("waiting");
    private final Map<String, Exchange> exchanges = new HashMap<>();

    @Test
    void showsSomeOfTenThousandBindingsAndCountsAll() {
        Exchange topic = exchange("x", ExchangeType.TOPIC, "");
        for (int i = 0; i < 10_000; i++) bind(topic, i == 4711 ? queue : new TestQueue("q" + i), i % 1000 == 0 ? "#" : "a." + i + ".*");
        Explanation explanation = explain(topic, message("a.4711.b", FieldTable.EMPTY), new ExplanationLimits(5, 20, 10, 5, Optional.empty()));
        Step step = explanation.steps().get(0);
        assertThat(step.matched()).isEqualTo(11);
        assertThat(step.unmatched()).isEqualTo(9_989);
        assertThat(step.bindings()).hasSize(25);
        assertThat(explanation.queues()).hasSize(5);
        assertThat(explanation.queuesInAll()).isEqualTo(11);
        Explanation why = explain(topic, message("b", FieldTable.EMPTY), new ExplanationLimits(0, 20, 10, 5, Optional.of("q")));
        assertThat(why.steps().get(0).bindings()).singleElement().satisfies(each -> {
            assertThat(each.binding().destination()).isSameAs(queue);
            assertThat(each.effect()).isEqualTo(Effect.NONE);
        });
    }

    @Test
    void followsWhatIsHeldBackLater() {
        Exchange delaying = exchange("x", ExchangeType.FANOUT, "");
        delaying.apply(ExchangeSettings.ofArguments(FieldTable.builder().put("x-delayed-exchange", true).build(), "x"));
        bind(delaying, queue, "");
        Explanation explanation = explain(delaying, message("", FieldTable.builder().put("x-delay", FieldValue.signedInt(500)).build()));
        assertThat(explanation.steps()).extracting(Step::fate).containsExactly(Fate.HELD, Fate.ROUTED);
        assertThat(explanation.steps()).extracting(Step::entry).containsExactly(Entry.PUBLISHED, Entry.AFTER_DELAY);
        assertThat(explanation.queues()).singleElement().satisfies(reached -> assertThat(reached.afterMillis()).isEqualTo(500));
        assertThat(explanation.isRouted()).isTrue();
    }

    @Test
    void remembersNothing() {
        Exchange dropping = new Exchange("x", ExchangeType.DEDUPLICATION, true, false, false,
            FieldTable.builder().put("x-cache-size", FieldValue.signedInt(3)).build(), new Neighbourhood(exchanges::get, waiting));
        bind(dropping, queue, "");
        Message message = message("", FieldTable.builder().put("x-deduplication-header", "k").build());
        for (int i = 0; i < 2; i++) assertThat(explain(dropping, message).isRouted()).isTrue();
        dropping.route(message, new Matches<>());
        assertThat(explain(dropping, message).steps()).extracting(Step::fate).containsExactly(Fate.DUPLICATE);
    }

    @Test
    void tellsOfAlternatesThatAreMissingOrWereVisited() {
        Exchange one = exchange("one", ExchangeType.DIRECT, "two");
        Exchange two = exchange("two", ExchangeType.DIRECT, "one");
        assertThat(explain(one, message("k", FieldTable.EMPTY)).steps()).extracting(step -> step.alternate().map(Alternate::outcome))
            .containsExactly(Optional.of(Alternate.Outcome.TAKEN), Optional.of(Alternate.Outcome.VISITED_BEFORE));
        exchanges.remove("two");
        assertThat(explain(one, message("k", FieldTable.EMPTY)).steps()).extracting(step -> step.alternate().map(Alternate::outcome))
            .containsExactly(Optional.of(Alternate.Outcome.MISSING));
        assertThat(two.bindingCount()).isZero();
    }

    @Test
    void tellsWhatChanceDecides() {
        Exchange random = exchange("x", ExchangeType.RANDOM, "");
        bind(random, queue, "");
        assertThat(explain(random, message("", FieldTable.EMPTY)).queues()).allMatch(Explanation.Reached::certain);
        bind(random, new TestQueue("other"), "");
        assertThat(explain(random, message("", FieldTable.EMPTY)).queues()).hasSize(2).noneMatch(Explanation.Reached::certain);
    }

    private Explanation explain(Exchange start, Message message) {
        return explain(start, message, new ExplanationLimits(100, 100, 100, 100, Optional.empty()));
    }

    private Explanation explain(Exchange start, Message message, ExplanationLimits limits) {
        return new RoutingExplainer(exchanges::get).explain(start, message, limits);
    }

    private Exchange exchange(String name, ExchangeType type, String alternate) {
        Exchange exchange = new Exchange(name, type, true, false, false, FieldTable.EMPTY, new Neighbourhood(exchanges::get, waiting));
        if (!alternate.isEmpty()) {
            exchange.apply(ExchangeSettings.ofArguments(FieldTable.builder().put("alternate-exchange", alternate).build(), name));
        }
        exchanges.put(name, exchange);
        return exchange;
    }

    private static void bind(Exchange source, Destination destination, String key) {
        source.bind(new Binding(source.name(), destination, key, FieldTable.EMPTY));
    }

    private static Message message(String key, FieldTable headers) {
        return new Message("x", key, BasicProperties.builder().headers(headers).build(), Body.EMPTY);
    }
}
