package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class RecentHistoryRouterTest {
    private final List<String> caughtUp = new ArrayList<>();
    private final NamedQueue early = new NamedQueue("early");
    private final NamedQueue late = new NamedQueue("late");

    @Test
    void givesANewQueueTheLastMessages() {
        Exchange exchange = exchange(FieldValue.signedInt(2));
        exchange.bind(binding(early, ""));
        for (String key : new String[] {"1", "2", "3"}) assertThat(route(exchange, message(key))).containsExactly(early);
        bindLate(exchange);
        assertThat(caughtUp).containsExactly("late gets 2", "late gets 3");
        assertThat(route(exchange, message("4"))).containsExactly(early, late);
    }

    @Test
    void givesNothingTwiceForTheSameBinding() {
        Exchange exchange = exchange(FieldValue.signedInt(2));
        route(exchange, message("1"));
        bindLate(exchange);
        bindLate(exchange);
        assertThat(caughtUp).containsExactly("late gets 1");
    }

    @Test
    void keepsTwentyMessagesUnlessToldOtherwise() {
        Exchange exchange = new Exchange("x", ExchangeType.RECENT_HISTORY, true, false, false, FieldTable.EMPTY);
        IntStream.range(0, 30).forEach(i -> route(exchange, message("" + i)));
        bindLate(exchange);
        assertThat(caughtUp).hasSize(20).endsWith("late gets 29");
    }

    @Test
    void doesNotKeepWhatIsNotToBeStored() {
        Exchange exchange = exchange(FieldValue.signedInt(2));
        route(exchange, message("1", FieldTable.EMPTY.with("x-recent-history-no-store", FieldValue.bool(true))));
        route(exchange, message("2", FieldTable.EMPTY.with("x-recent-history-no-store", FieldValue.bool(false))));
        bindLate(exchange);
        assertThat(caughtUp).containsExactly("late gets 2");
    }

    @Test
    void keepsNoMoreThanItHasRoomFor() {
        Message small = message("small");
        Message large = message("large", FieldTable.EMPTY.with("filling", FieldValue.longString("x".repeat(1000))));
        long room = 2L * large.properties().length();
        RecentHistoryRouter router = new RecentHistoryRouter(FieldTable.EMPTY, room);
        for (Message message : List.of(small, small, large, small)) router.route(message, new Matches<>());
        assertThat(router.bindLate(binding(late, ""))).containsExactly(small, small, large, small);
        router.route(large, new Matches<>());
        assertThat(router.bindLate(binding(late, "2"))).containsExactly(small, large);
    }

    @Test
    void refusesToRememberMoreThanTenThousand() {
        exchange(FieldValue.signedInt(10_000));
        assertThatThrownBy(() -> exchange(FieldValue.longInt(10_001))).hasMessageContaining(
                "Invalid argument 10001, 'x-recent-history-length' must be at most 10000");
    }

    @Test
    void refusesLengthsThatAreNone() {
        assertRefused(FieldValue.signedInt(0), "0");
        assertRefused(FieldValue.bool(true), "true");
        assertRefused(FieldValue.longString("5"), "<<\"5\">>");
    }

    private void bindLate(Exchange exchange) {
        exchange.bind(binding(late, ""), missed -> missed.forEach(message -> caughtUp.add("late gets " + message.routingKey())));
    }

    private void assertRefused(FieldValue length, String quoted) {
        assertThatThrownBy(() -> exchange(length)).hasMessageContaining(
                "Invalid argument " + quoted + ", 'x-recent-history-length' must be a positive integer");
    }

    private Exchange exchange(FieldValue length) {
        return new Exchange("x", ExchangeType.RECENT_HISTORY, true, false, false,
                FieldTable.EMPTY.with("x-recent-history-length", length));
    }
}
