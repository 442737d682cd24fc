package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

class ConsistentHashRouterTest {
    private static final int MESSAGES = 20_000;

    private final NamedQueue a = new NamedQueue("a");
    private final NamedQueue b = new NamedQueue("b");
    private final NamedQueue c = new NamedQueue("c");
    private final Exchange exchange = Routing.exchange(ExchangeType.CONSISTENT_HASH);

    @Test
    void sharesMessagesByWeight() {
        exchange.bind(binding(a, "1"));
        exchange.bind(binding(b, "3"));
        assertThat(share(b)).isCloseTo(0.75, within(0.02));
    }

    @Test
    void movesNothingBetweenOthersWhenOneJoins() {
        exchange.bind(binding(a, "10"));
        exchange.bind(binding(b, "10"));
        List<NamedQueue> before = destinations();
        exchange.bind(binding(c, "10"));
        List<NamedQueue> after = destinations();
        assertThat(IntStream.range(0, MESSAGES)).allMatch(i -> after.get(i) == c || after.get(i) == before.get(i));
        assertThat(share(c)).isCloseTo(1 / 3.0, within(0.02));
    }

    @Test
    void goesBackToWhatItWasWhenTheLastToJoinLeaves() {
        exchange.bind(binding(a, "10"));
        exchange.bind(binding(b, "10"));
        List<NamedQueue> before = destinations();
        exchange.bind(binding(c, "5"));
        exchange.unbind(binding(c, "5"));
        assertThat(destinations()).isEqualTo(before);
    }

    @Test
    void countsADestinationOnce() {
        exchange.bind(binding(a, "1"));
        exchange.bind(binding(b, "1"));
        exchange.bind(binding(b, "100"));
        assertThat(share(b)).isCloseTo(0.5, within(0.02));
        exchange.unbind(binding(b, "1"));
        assertThat(share(b)).isCloseTo(0.99, within(0.01));
        exchange.unbind(binding(b, "100"));
        assertThat(share(a)).isEqualTo(1);
    }

    @Test
    void keepsSharesRightWhateverLeaves() {
        for (int i = 1; i <= 5; i++) exchange.bind(binding(new NamedQueue("other" + i), String.valueOf(i)));
        NamedQueue first = one(exchange, message("any"));
        exchange.bind(binding(a, "30"));
        exchange.unbind(binding(first, first.name().substring("other".length())));
        double left = 45 - Integer.parseInt(first.name().substring("other".length()));
        assertThat(share(a)).isCloseTo(30 / left, within(0.02));
    }

    @Test
    void knowsMoreBucketsThanAnIntegerCounts() {
        long many = 3_000_000_000L;
        assertThat(IntStream.range(0, 1000).mapToLong(key -> ConsistentHashRouter.jump(key * 0x9E3779B97F4A7C15L, many)))
                .allMatch(bucket -> bucket >= 0 && bucket < many).anyMatch(bucket -> bucket > many / 2);
    }

    @Test
    void leadsNowhereWithoutBindings() {
        assertThat(route(exchange, message("any"))).isEmpty();
    }

    @Test
    void hashesAHeader() {
        Exchange byCustomer = exchange("hash-header", "customer");
        List<NamedQueue> destinations = IntStream.range(0, 100)
                .mapToObj(i -> one(byCustomer, message("key" + i, customer("same")))).distinct().toList();
        assertThat(destinations).hasSize(1);
        assertThat(IntStream.range(0, 100).mapToObj(i -> one(byCustomer, message("key", customer("c" + i)))).distinct()).hasSize(3);
        assertThat(IntStream.range(0, 100).mapToObj(i -> one(byCustomer, message("key" + i))).distinct()).hasSize(1);
    }

    @Test
    void hashesAProperty() {
        assertThat(destinationsBy("message_id", i -> BasicProperties.builder().messageId("m" + i).build())).hasSize(3);
        assertThat(destinationsBy("correlation_id", i -> BasicProperties.builder().correlationId("m" + i).build())).hasSize(3);
        assertThat(destinationsBy("timestamp", i -> BasicProperties.builder().timestamp(1_700_000_000 + i).build())).hasSize(3);
        assertThat(destinationsBy("message_id", i -> BasicProperties.EMPTY)).hasSize(1);
    }

    @Test
    void refusesWeightsThatAreNone() {
        assertRefused("x", "The binding key must be an integer: <<\"x\">>");
        assertRefused("", "The binding key must be an integer: <<>>");
        assertRefused("0", "The binding key must be greater than 0");
        assertRefused("10001", "The binding key must not exceed 10000");
        assertThat(exchange.bindingCount()).isZero();
    }

    @Test
    void refusesArgumentsThatContradictThemselves() {
        FieldTable both = FieldTable.EMPTY.with("hash-header", FieldValue.longString("h"))
                .with("hash-property", FieldValue.longString("message_id"));
        assertThatThrownBy(() -> ExchangeType.CONSISTENT_HASH.newRouter(both, Surroundings.NONE))
                .hasMessageContaining("hash-header and hash-property are mutually exclusive");
        assertThatThrownBy(() -> exchange("hash-property", "colour")).hasMessageContaining("Unsupported property: colour");
    }

    private void assertRefused(String weight, String text) {
        assertThatThrownBy(() -> exchange.bind(binding(a, weight))).hasMessageContaining(text);
    }

    private Exchange exchange(String argument, String value) {
        Exchange hashing = new Exchange("hashing", ExchangeType.CONSISTENT_HASH, true, false, false,
                FieldTable.EMPTY.with(argument, FieldValue.longString(value)));
        for (NamedQueue queue : List.of(a, b, c)) hashing.bind(binding(queue, "1"));
        return hashing;
    }

    private static FieldTable customer(String name) {
        return FieldTable.EMPTY.with("customer", FieldValue.longString(name));
    }

    private List<NamedQueue> destinationsBy(String property, IntFunction<BasicProperties> properties) {
        Exchange hashing = exchange("hash-property", property);
        return IntStream.range(0, 100).mapToObj(properties)
                .map(given -> one(hashing, new Message("hashing", "key", given, Body.EMPTY))).distinct().toList();
    }

    private List<NamedQueue> destinations() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> one(exchange, message("user-" + i))).toList();
    }

    private double share(NamedQueue queue) {
        return (double) destinations().stream().filter(queue::equals).count() / MESSAGES;
    }

    private static NamedQueue one(Exchange exchange, Message message) {
        List<NamedQueue> found = route(exchange, message);
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
