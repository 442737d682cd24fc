package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;

import org.junit.jupiter.api.Test;

class AlternateExchangeTest {
    private final Neighbours neighbours = new Neighbours();
    private final NamedQueue usual = new NamedQueue("usual");
    private final NamedQueue last = new NamedQueue("last");
    private final Exchange exchange = declare("exchange", "alternate");
    private final Exchange alternate = declare("alternate", "final");

    AlternateExchangeTest() {
        exchange.bind(binding(usual, "known"));
    }

    @Test
    void takesOnlyWhatFindsNoDestination() {
        alternate.bind(binding(last, "known"));
        alternate.bind(binding(last, "unknown"));
        assertThat(route(exchange, message("known"))).containsExactly(usual);
        assertThat(route(exchange, message("unknown"))).containsExactly(last);
    }

    @Test
    void isNotAskedWhenABindingLeadsToAnExchangeThatRoutesNowhere() {
        alternate.bind(binding(last, "known elsewhere"));
        exchange.bind(binding(Routing.exchange("dead end", ExchangeType.FANOUT), "known elsewhere"));
        assertThat(route(exchange, message("known elsewhere"))).isEmpty();
    }

    @Test
    void isAskedEvenIfAnotherExchangeFoundTheQueueAlready() {
        Exchange first = Routing.exchange("first", ExchangeType.FANOUT);
        first.bind(binding(usual, ""));
        first.bind(binding(exchange, ""));
        alternate.bind(binding(last, "unknown"));
        assertThat(route(first, message("unknown"))).containsExactly(usual, last);
        assertThat(route(first, message("known"))).containsExactly(usual);
    }

    @Test
    void mayHaveAnAlternateItself() {
        declare("final", "exchange").bind(binding(last, "unknown"));
        assertThat(route(exchange, message("unknown"))).containsExactly(last);
    }

    @Test
    void isVisitedOnceInACircle() {
        declare("final", "exchange");
        assertThat(route(exchange, message("unknown"))).isEmpty();
    }

    @Test
    void mayBeMissing() {
        Exchange lonely = declare("lonely", "nobody");
        assertThat(route(lonely, message("any"))).isEmpty();
        neighbours.declare(Routing.exchange("nobody", ExchangeType.FANOUT)).bind(binding(last, ""));
        assertThat(route(lonely, message("any"))).containsExactly(last);
    }

    @Test
    void canBeTakenAwayWhileTheExchangeLives() {
        alternate.bind(binding(last, "unknown"));
        exchange.apply(ExchangeSettings.NONE);
        assertThat(route(exchange, message("unknown"))).isEmpty();
        assertThat(route(exchange, message("known"))).containsExactly(usual);
    }

    @Test
    void isNamedByAString() {
        FieldTable arguments = FieldTable.EMPTY.with("alternate-exchange", FieldValue.signedInt(5));
        assertThatThrownBy(() -> ExchangeSettings.ofArguments(arguments, "exchange 'x' in vhost '/'"))
                .hasMessageContaining("invalid type 'signedint' for arg 'alternate-exchange' in exchange 'x' in vhost '/'");
    }

    private Exchange declare(String name, String alternateName) {
        FieldTable arguments = FieldTable.EMPTY.with("alternate-exchange", FieldValue.longString(alternateName));
        Exchange declared = new Exchange(name, ExchangeType.DIRECT, true, false, false, arguments, neighbours);
        declared.apply(ExchangeSettings.ofArguments(arguments, "exchange '" + name + "'"));
        return neighbours.declare(declared);
    }
}
