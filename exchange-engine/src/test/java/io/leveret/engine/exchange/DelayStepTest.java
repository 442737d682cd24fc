package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class DelayStepTest {
    private final Neighbours neighbours = new Neighbours();
    private final NamedQueue queue = new NamedQueue("queue");

    @Test
    void holdsWhatAsksForIt() {
        Exchange exchange = exchange("direct");
        assertThat(route(exchange, delayed(FieldValue.signedInt(1)))).containsExactly(neighbours.held);
        assertThat(route(exchange, delayed(new FieldValue(FieldType.BYTE, 5L)))).containsExactly(neighbours.held);
        assertThat(route(exchange, delayed(FieldValue.longInt(Long.MAX_VALUE)))).containsExactly(neighbours.held);
    }

    @Test
    void routesTheRestAtOnceAsItsOtherTypeDoes() {
        Exchange exchange = exchange("direct");
        assertThat(route(exchange, message("key"))).containsExactly(queue);
        assertThat(route(exchange, delayed(FieldValue.signedInt(0)))).containsExactly(queue);
        assertThat(route(exchange, delayed(FieldValue.signedInt(-1)))).containsExactly(queue);
        assertThat(route(exchange, delayed(FieldValue.longString("1000")))).containsExactly(queue);
        assertThat(route(exchange, message("other"))).isEmpty();
    }

    @Test
    void isWhatAnyExchangeDoesThatIsToldSo() {
        FieldTable wanted = FieldTable.EMPTY.with("x-delayed-exchange", FieldValue.bool(true));
        Exchange exchange = new Exchange("x", ExchangeType.DIRECT, true, false, false, wanted, neighbours);
        exchange.bind(binding(queue, "key"));
        exchange.apply(ExchangeSettings.ofArguments(wanted, "x"));
        assertThat(route(exchange, delayed(FieldValue.signedInt(1)))).containsExactly(neighbours.held);
        exchange.apply(ExchangeSettings.NONE);
        assertThat(route(exchange, delayed(FieldValue.signedInt(1)))).containsExactly(queue);
        exchange.apply(ExchangeSettings.NONE.under(Optional.of("nowhere"), true));
        Message unknown = message("unknown", FieldTable.EMPTY.with("x-delay", FieldValue.signedInt(1)));
        assertThat(route(exchange, unknown)).containsExactly(neighbours.held);
        assertThat(route(exchange, unknown.afterDelay())).isEmpty();
    }

    @Test
    void doesNotHoldTwice() {
        Message waited = delayed(new FieldValue(FieldType.UNSIGNED_INT, 4_000_000_000L)).afterDelay();
        assertThat(waited.properties().header("x-delay")).contains(FieldValue.longInt(-4_000_000_000L));
        assertThat(route(exchange("direct"), waited)).containsExactly(queue);
    }

    @Test
    void routesAMessageThatHasWaitedThoughItsKeyIsKnown() {
        Exchange exchange = new Exchange("x", ExchangeType.DELAYED, true, false, false, arguments("fanout")
                .with("x-message-deduplication", FieldValue.bool(true)), neighbours);
        exchange.bind(binding(queue, ""));
        Message message = message("key", FieldTable.EMPTY.with("x-delay", FieldValue.signedInt(5))
                .with("x-deduplication-header", FieldValue.longString("a")));
        assertThat(route(exchange, message)).containsExactly(neighbours.held);
        Matches<NamedQueue> matches = new Matches<>();
        exchange.routeDelayed(message.afterDelay(), matches);
        assertThat(Routing.queues(matches)).containsExactly(queue);
    }

    @Test
    void givesANewBindingWhatTheOtherTypeHasKeptForIt() {
        Exchange exchange = exchange("x-recent-history");
        route(exchange, message("1"));
        List<Message> missed = new ArrayList<>();
        exchange.bind(binding(new NamedQueue("late"), ""), missed::addAll);
        assertThat(missed).extracting(Message::routingKey).containsExactly("1");
    }

    @Test
    void dropsDuplicatesLikeTheTypeForThat() {
        assertThatThrownBy(() -> exchange("x-message-deduplication")).hasMessageContaining("'x-cache-size' must be");
        Exchange exchange = new Exchange("x", ExchangeType.DELAYED, true, false, false, arguments("x-message-deduplication")
                .with("x-cache-size", FieldValue.signedInt(5)), neighbours);
        exchange.bind(binding(queue, ""));
        Message message = message("key", FieldTable.EMPTY.with("x-deduplication-header", FieldValue.longString("a")));
        assertThat(route(exchange, message)).containsExactly(queue);
        assertThat(route(exchange, message)).isEmpty();
    }

    @Test
    void routesTopicsIfTheOtherTypeDoes() {
        assertThat(exchange("topic").routesTopics()).isTrue();
        assertThat(exchange("direct").routesTopics()).isFalse();
    }

    @Test
    void needsAnotherTypeToRouteLike() {
        assertRefused(FieldTable.EMPTY);
        assertRefused(arguments("nonsense"));
        assertRefused(arguments("x-delayed-message"));
        assertRefused(FieldTable.EMPTY.with("x-delayed-type", FieldValue.signedInt(1)));
    }

    private void assertRefused(FieldTable arguments) {
        assertThatThrownBy(() -> ExchangeType.DELAYED.newRouter(arguments, neighbours))
                .hasMessageContaining("Invalid argument, 'x-delayed-type' must be an existing exchange type");
    }

    private Exchange exchange(String type) {
        Exchange exchange = new Exchange("x", ExchangeType.DELAYED, true, false, false, arguments(type), neighbours);
        exchange.bind(binding(queue, "key"));
        return exchange;
    }

    private static FieldTable arguments(String type) {
        return FieldTable.EMPTY.with("x-delayed-type", FieldValue.longString(type));
    }

    private static Message delayed(FieldValue delay) {
        return message("key", FieldTable.EMPTY.with("x-delay", delay));
    }
}
