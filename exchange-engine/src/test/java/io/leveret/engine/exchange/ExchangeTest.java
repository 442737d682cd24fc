package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.copies;
import static io.leveret.engine.exchange.Routing.exchange;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.queues;
import static io.leveret.engine.exchange.Routing.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ExchangeTest {
    private final NamedQueue red = new NamedQueue("red");
    private final NamedQueue green = new NamedQueue("green");
    private final Exchange direct = exchange(ExchangeType.DIRECT);
    private final Exchange fanout = exchange(ExchangeType.FANOUT);

    @Test
    void refusesTypesNobodyKnows() {
        assertThat(ExchangeType.named("topic")).isEqualTo(ExchangeType.TOPIC).hasToString("topic");
        assertThatThrownBy(() -> ExchangeType.named("TOPIC"))
                .isInstanceOfSatisfying(AmqpException.class, e -> assertThat(e.code()).isEqualTo(ReplyCode.PRECONDITION_FAILED))
                .hasMessage("unknown exchange type 'TOPIC'");
    }

    @Test
    void routesDirectlyByEqualKeys() {
        direct.bind(binding(red, "r"));
        direct.bind(binding(green, "g"));

        assertThat(route(direct, message("r"))).containsExactly(red);
        assertThat(route(direct, message("g"))).containsExactly(green);
        assertThat(route(direct, message("R"))).isEmpty();
        assertThat(route(direct, message(""))).isEmpty();
    }

    @Test
    void fansOutWhateverTheKey() {
        fanout.bind(binding(red, "r"));
        fanout.bind(binding(green, "g"));

        assertThat(route(fanout, message("x"))).containsExactlyInAnyOrder(red, green);
    }

    @Test
    void routesByCopiesTooAndReachesAQueueOnce() {
        direct.bind(binding(red, "r"));
        direct.bind(binding(red, "also r"));
        direct.bind(binding(green, "g"));

        assertThat(route(direct, message("r", copies("CC", "also r", "g")))).containsExactlyInAnyOrder(red, green);
        assertThat(route(direct, message("nowhere", copies("BCC", "g")))).containsExactly(green);
    }

    @Test
    void keepsABindingOnceHoweverOftenItIsMade() {
        FieldTable ab = FieldTable.builder().put("a", "1").put("b", "2").build();
        FieldTable ba = FieldTable.builder().put("b", "2").put("a", "1").build();

        assertThat(direct.bind(new Binding("source", red, "r", ab))).isTrue();
        assertThat(direct.bind(new Binding("source", red, "r", ba))).isFalse();
        assertThat(direct.bindingCount()).isEqualTo(1);

        assertThat(direct.unbind(new Binding("source", red, "r", ba))).isTrue();
        assertThat(direct.bindings()).isEmpty();
        assertThat(route(direct, message("r"))).isEmpty();
    }

    @Test
    void staysBoundUntilTheLastOfSeveralBindingsWithDifferentArgumentsIsGone() {
        for (ExchangeType type : List.of(ExchangeType.DIRECT, ExchangeType.FANOUT, ExchangeType.TOPIC)) {
            Exchange exchange = exchange(type);
            Binding plain = binding(red, "r");
            Binding other = new Binding("source", red, "r", FieldTable.builder().put("x", true).build());
            exchange.bind(plain);
            exchange.bind(other);
            assertThat(route(exchange, message("r"))).containsExactly(red);

            exchange.unbind(plain);
            assertThat(route(exchange, message("r"))).containsExactly(red);

            exchange.unbind(other);
            assertThat(route(exchange, message("r"))).isEmpty();
        }
    }

    @Test
    void doesNotMindWhenWhatWasNeverBoundIsUnbound() {
        FieldTable neededBySome = FieldTable.EMPTY.with("x-cache-size", FieldValue.signedInt(1))
                .with("x-delayed-type", FieldValue.longString("direct"));
        for (ExchangeType type : ExchangeType.values()) {
            Exchange exchange = new Exchange("source", type, true, false, false, neededBySome);
            assertThat(exchange.unbind(binding(red, "r.#"))).isFalse();
        }
    }

    @Test
    void reachesQueuesThroughOtherExchangesEachOnce() {
        Exchange left = exchange("left", ExchangeType.FANOUT);
        Exchange right = exchange("right", ExchangeType.DIRECT);
        fanout.bind(binding(left, ""));
        fanout.bind(binding(right, ""));
        left.bind(binding(red, ""));
        right.bind(binding(red, "key"));
        right.bind(binding(green, "key"));

        assertThat(route(fanout, message("key"))).containsExactlyInAnyOrder(red, green);
        assertThat(route(fanout, message("other"))).containsExactly(red);
    }

    @Test
    void survivesBindingsThatGoRoundInCircles() {
        Exchange other = exchange("other", ExchangeType.FANOUT);
        fanout.bind(binding(fanout, ""));
        fanout.bind(binding(other, ""));
        other.bind(binding(fanout, ""));
        other.bind(binding(red, ""));

        assertThat(route(fanout, message("key"))).containsExactly(red);
    }

    @Test
    void followsAChainOfAnyLength() {
        List<Exchange> chain = new ArrayList<>(List.of(fanout));
        for (int i = 0; i < 100_000; i++) {
            Exchange next = exchange("link " + i, ExchangeType.FANOUT);
            chain.get(i).bind(binding(next, ""));
            chain.add(next);
        }
        chain.get(chain.size() - 1).bind(binding(red, ""));

        assertThat(route(fanout, message("key"))).containsExactly(red);
    }

    @Test
    void reachesTenThousandQueuesInTheOrderTheyWereBound() {
        List<NamedQueue> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            NamedQueue queue = new NamedQueue("queue " + i);
            many.add(queue);
            fanout.bind(binding(queue, ""));
        }
        assertThat(route(fanout, message("key"))).isEqualTo(many);

        for (NamedQueue queue : many) fanout.unbind(binding(queue, ""));
        assertThat(route(fanout, message("key"))).isEmpty();
    }

    @Test
    void fillsTheSameMatchesAnewForEachMessage() {
        direct.bind(binding(red, "r"));
        direct.bind(binding(green, "g"));
        Matches<NamedQueue> matches = new Matches<>();

        direct.route(message("r"), matches);
        assertThat(queues(matches)).containsExactly(red);

        matches.clear();
        direct.route(message("nowhere"), matches);
        assertThat(matches.isEmpty()).isTrue();

        matches.clear();
        direct.route(message("g"), matches);
        assertThat(queues(matches)).containsExactly(green);
    }
}
