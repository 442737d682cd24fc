package io.leveret.engine.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapTest {

    private final List<String> seen = new ArrayList<>();
    private final Tap alice = message -> seen.add("alice");
    private final Tap bob = message -> seen.add("bob");
    private final Tap carol = message -> seen.add("carol");

    @Test
    void tellsAllWhoLookOn() {
        Tap all = Tap.with(Tap.with(Tap.with(null, alice), bob), carol);
        all.passed(null);
        assertThat(seen).containsExactly("alice", "bob", "carol");
        Tap rest = Tap.without(Tap.without(all, bob), alice);
        assertThat(rest).isSameAs(carol);
        assertThat(Tap.without(rest, alice)).isSameAs(carol);
        assertThat(Tap.without(rest, carol)).isNull();
        assertThat(Tap.without(null, carol)).isNull();
    }

    @Test
    void seesWhatComesToAnExchangeWhetherItIsRoutedOrNot() {
        Exchange exchange = new Exchange("x", ExchangeType.DIRECT, true, false, false, FieldTable.EMPTY);
        exchange.add(alice);
        exchange.route(new Message("x", "k", BasicProperties.EMPTY, Body.EMPTY), new Matches<>());
        exchange.remove(alice);
        exchange.route(new Message("x", "k", BasicProperties.EMPTY, Body.EMPTY), new Matches<>());
        assertThat(seen).containsExactly("alice");
    }
}
