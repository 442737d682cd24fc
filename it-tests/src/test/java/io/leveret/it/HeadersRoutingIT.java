package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_BIND;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(BrokerExtension.class)
class HeadersRoutingIT {
    private final Channel channel;
    private final String exchange;
    private String queue;

    HeadersRoutingIT(Channel channel, Names names) {
        this.channel = channel;
        this.exchange = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        channel.exchangeDeclare(exchange, "headers", true);
        queue = channel.queueDeclare().getQueue();
    }

    static Stream<Arguments> bindings() {
        return Stream.of(
                arguments(table(), table(), true),
                arguments(table(), table(entry("a", 1)), true),
                arguments(table(entry("a", 1)), table(entry("a", 1)), true),
                arguments(table(entry("a", 1)), table(), false),
                arguments(table(entry("a", 1), entry("b", 2)), table(entry("a", 1)), false),
                arguments(table(entry("a", 1), entry("b", 2)), table(entry("a", 1), entry("b", 3)), false),
                arguments(table(entry("a", 1), entry("b", 2)), table(entry("a", 1), entry("b", 2), entry("c", 3)), true),
                arguments(match("all"), table(), true),
                arguments(match("all", entry("a", "x")), table(entry("a", "x")), true),
                arguments(match("all", entry("a", "x"), entry("x-b", "y")), table(entry("a", "x")), true),
                arguments(match("any"), table(entry("a", 1)), false),
                arguments(match("any"), table(), false),
                arguments(match("any", entry("a", 1), entry("b", 2)), table(entry("b", 2)), true),
                arguments(match("any", entry("a", 1), entry("b", 2)), table(entry("a", 2), entry("b", 1)), false),
                arguments(match("any", entry("x-b", "y")), table(entry("x-b", "y")), false),
                arguments(match("any-with-x", entry("x-b", "y")), table(entry("x-b", "y")), true),
                arguments(match("all-with-x", entry("a", 1), entry("x-b", "y")), table(entry("a", 1)), false),
                arguments(match("all-with-x", entry("a", 1), entry("x-b", "y")), table(entry("a", 1), entry("x-b", "y")), true),
                arguments(match("all-with-x"), table(), true),
                arguments(match("any-with-x"), table(), false));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void asksForAllOrAny(Map<String, Object> binding, Map<String, Object> headers, boolean matches) throws Exception {
        assertThat(arrives(binding, headers)).isEqualTo(matches);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("text", "text", true),
                arguments("text", "Text", false),
                arguments("", "", true),
                arguments("5", 5, false),
                arguments(5, "5", false),
                arguments(5, 5L, true),
                arguments(5L, (short) 5, true),
                arguments((byte) 5, 5, true),
                arguments(5, 6L, false),
                arguments(-1, -1L, true),
                arguments(5, 5.0, false),
                arguments(1.5, 1.5f, true),
                arguments(true, true, true),
                arguments(true, false, false),
                arguments(true, 1, false),
                arguments(new Date(1_000_000), new Date(2_000_000), false),
                arguments(new BigDecimal("1.5"), new BigDecimal("1.5"), true),
                arguments(null, "whatever", true),
                arguments(null, 5, true),
                arguments(null, List.of(1, 2), true),
                arguments("text", null, false));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comparesValues(Object bound, Object header, boolean matches) throws Exception {
        assertThat(arrives(only(bound), only(header))).isEqualTo(matches);
    }

    @Test
    @DiffersFromRabbitMq("never finds two timestamps equal")
    void comparesTimestamps() throws Exception {
        assertThat(arrives(only(new Date(1_000_000)), only(new Date(1_000_000)))).isTrue();
    }

    @Test
    void ignoresKeys() throws Exception {
        channel.queueBind(queue, exchange, "bound", Map.of("a", 1));
        channel.basicPublish(exchange, "published", headers(Map.of("a", 1)), new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    void takesMessagesWithoutHeaders() throws Exception {
        channel.queueBind(queue, exchange, "", Map.of());
        channel.basicPublish(exchange, "", null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    void tellsBindingsApartByTheirArguments() throws Exception {
        channel.queueBind(queue, exchange, "", Map.of("a", 1));
        channel.queueBind(queue, exchange, "", Map.of("a", 2));
        channel.queueUnbind(queue, exchange, "", Map.of("a", 1));
        channel.basicPublish(exchange, "", headers(Map.of("a", 1)), new byte[1]);
        assertThat(Drained.count(channel, queue)).isZero();
        channel.basicPublish(exchange, "", headers(Map.of("a", 2)), new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
    }

    @Test
    void knowsNoOtherWayToMatch() {
        Refusal.ofChannel(channel, () -> channel.queueBind(queue, exchange, "", Map.of("x-match", "some"))).is(406,
                "PRECONDITION_FAILED - Invalid x-match field value <<\"some\">>; "
                        + "expected all, any, all-with-x, or any-with-x", QUEUE_BIND);
    }

    @Test
    void wantsToKnowTheWayToMatchInWords() {
        Refusal.ofChannel(channel, () -> channel.queueBind(queue, exchange, "", Map.of("x-match", 1))).is(406,
                "PRECONDITION_FAILED - Invalid x-match field type signedint (value 1); expected longstr", QUEUE_BIND);
    }

    private boolean arrives(Map<String, Object> binding, Map<String, Object> headers) throws Exception {
        channel.queueBind(queue, exchange, "", binding);
        channel.basicPublish(exchange, "", headers(headers), new byte[1]);
        return Drained.count(channel, queue) == 1;
    }

    private static BasicProperties headers(Map<String, Object> headers) {
        return new BasicProperties.Builder().headers(headers).build();
    }

    /** A table of one value, which may be void. */
    private static Map<String, Object> only(Object value) {
        Map<String, Object> table = new HashMap<>();
        table.put("a", value);
        return table;
    }

    @SafeVarargs
    private static Map<String, Object> match(String how, Entry<String, Object>... entries) {
        Map<String, Object> table = table(entries);
        table.put("x-match", how);
        return table;
    }

    @SafeVarargs
    private static Map<String, Object> table(Entry<String, Object>... entries) {
        Map<String, Object> table = new HashMap<>();
        for (Entry<String, Object> entry : entries) table.put(entry.getKey(), entry.getValue());
        return table;
    }
}
