package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.message.Message;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class DeduplicationTest {
    private static final FieldTable SIZE_TWO = FieldTable.EMPTY.with("x-cache-size", FieldValue.signedInt(2));

    private final Neighbours neighbours = new Neighbours();
    private final NamedQueue queue = new NamedQueue("queue");
    private final Matches<NamedQueue> matches = new Matches<>();

    @Test
    void letsAMessageThroughOnce() {
        Exchange exchange = exchange(ExchangeType.DEDUPLICATION, SIZE_TWO);
        assertThat(accepts(exchange, keyed("a"))).isTrue();
        assertThat(accepts(exchange, keyed("a"))).isFalse();
        assertThat(accepts(exchange, keyed("b"))).isTrue();
        assertThat(accepts(exchange, keyed("c"))).isTrue();
        assertThat(accepts(exchange, keyed("a"))).isTrue();
    }

    @Test
    void looksAtNoMessageWithoutAKey() {
        Exchange exchange = exchange(ExchangeType.DEDUPLICATION, SIZE_TWO);
        assertThat(accepts(exchange, FieldTable.EMPTY)).isTrue();
        assertThat(accepts(exchange, FieldTable.EMPTY)).isTrue();
    }

    @Test
    void tellsADuplicateFromAnUnroutableMessage() {
        Exchange exchange = exchange(ExchangeType.DEDUPLICATION, SIZE_TWO);
        accepts(exchange, keyed("a"));
        accepts(exchange, keyed("a"));
        assertThat(matches.isEmpty()).isTrue();
        assertThat(matches.isUnroutable()).isFalse();
        matches.clear();
        assertThat(matches.isUnroutable()).isTrue();
    }

    @Test
    void leavesATypeItsRouting() {
        Exchange exchange = exchange(ExchangeType.DIRECT, wanted());
        assertThat(accepts(exchange, keyed("a"))).isTrue();
        assertThat(accepts(exchange, keyed("a"))).isFalse();
        matches.clear();
        exchange.route(message("other key", keyed("b")), matches);
        assertThat(matches.isUnroutable()).isTrue();
    }

    @Test
    void doesNotSendADuplicateToTheAlternateExchange() {
        Exchange exchange = exchange(ExchangeType.DIRECT, wanted());
        NamedQueue last = new NamedQueue("last");
        neighbours.declare(Routing.exchange("alternate", ExchangeType.FANOUT)).bind(binding(last, ""));
        exchange.apply(ExchangeSettings.ofArguments(
                FieldTable.EMPTY.with("alternate-exchange", FieldValue.longString("alternate")), "exchange"));
        assertThat(Routing.route(exchange, message("unknown", keyed("a")))).containsExactly(last);
        assertThat(Routing.route(exchange, message("unknown", keyed("a")))).isEmpty();
    }

    @Test
    void forgetsTheKeyOfAMessageThatFoundNoQueue() {
        Exchange exchange = exchange(ExchangeType.DIRECT, wanted());
        assertThat(Routing.route(exchange, message("unknown", keyed("a")))).isEmpty();
        assertThat(accepts(exchange, keyed("a"))).isTrue();
        assertThat(accepts(exchange, keyed("a"))).isFalse();
    }

    @Test
    void forgetsTheKeyOfAMessageThatAQueueRefused() {
        Exchange exchange = exchange(ExchangeType.FANOUT, wanted());
        List<String> heard = new ArrayList<>();
        assertThat(accepts(exchange, keyed("a"))).isTrue();
        Confirmations publisher = matches.newKeys().forgottenWhenRefused(new Confirmations() {
            @Override public void confirmed(long first, long last) {
                heard.add("confirmed " + first);
            }

            @Override public void rejected(long first, long last) {
                heard.add("rejected " + first + (accepts(exchange, keyed("a")) ? ", tries again" : ", too early"));
            }
        });
        publisher.confirmed(1, 1);
        assertThat(accepts(exchange, keyed("a"))).isFalse();
        publisher.rejected(2, 2);
        assertThat(heard).containsExactly("confirmed 1", "rejected 2, tries again");
    }

    @Test
    void leavesThePublisherAloneWhenThereIsNothingToForget() {
        Exchange exchange = exchange(ExchangeType.FANOUT, wanted());
        accepts(exchange, FieldTable.EMPTY);
        assertThat(matches.newKeys().forgottenWhenRefused(Confirmations.NONE)).isSameAs(Confirmations.NONE);
    }

    @Test
    void forgetsAKeyWhenAskedTo() {
        Exchange exchange = exchange(ExchangeType.FANOUT, wanted());
        accepts(exchange, keyed("a"));
        matches.newKeys().forget();
        assertThat(accepts(exchange, keyed("a"))).isTrue();
    }

    @Test
    void aSuspendedKeyCountsForNobodyUntilItIsResumed() {
        Exchange exchange = exchange(ExchangeType.FANOUT, wanted());
        accepts(exchange, keyed("a"));
        NewKeys first = matches.newKeys().suspended();
        assertThat(accepts(exchange, keyed("a"))).isTrue();
        NewKeys second = matches.newKeys().suspended();
        assertThat(first.resume(0)).isTrue();
        assertThat(second.resume(0)).as("another came first").isFalse();
        assertThat(accepts(exchange, keyed("a"))).isFalse();
    }

    @Test
    void letsDeadLettersThroughWhateverTheirKey() {
        Exchange exchange = exchange(ExchangeType.FANOUT, wanted());
        accepts(exchange, keyed("a"));
        Message dead = message("key", keyed("a"))
                .deadLetter("exchange", Optional.empty(), "queue", DeathReason.REJECTED, 0);
        assertThat(Routing.route(exchange, dead)).containsExactly(queue);
    }

    @Test
    void forgetsAKeyAfterItsTime() {
        Exchange exchange = exchange(ExchangeType.FANOUT, wanted().with("x-cache-ttl", FieldValue.signedInt(50)));
        accepts(exchange, keyed("a"));
        accepts(exchange, keyed("b").with("x-cache-ttl", FieldValue.longInt(1000)));
        neighbours.now += 50;
        assertThat(accepts(exchange, keyed("a"))).isTrue();
        assertThat(accepts(exchange, keyed("b"))).isFalse();
    }

    @Test
    void findsTheKeyInTheHeaderThatTheExchangeNames() {
        Exchange exchange = exchange(ExchangeType.FANOUT,
                wanted().with("x-deduplication-header", FieldValue.longString("id")));
        FieldTable headers = FieldTable.EMPTY.with("id", FieldValue.signedInt(5));
        assertThat(accepts(exchange, headers)).isTrue();
        assertThat(accepts(exchange, FieldTable.EMPTY.with("id", FieldValue.longInt(5)))).isFalse();
        assertThat(accepts(exchange, keyed("a"))).isTrue();
        assertThat(accepts(exchange, keyed("a"))).isTrue();
    }

    @Test
    void remembersNoMoreThanAMillionKeys() {
        FieldTable most = FieldTable.EMPTY.with("x-cache-size", FieldValue.signedInt(1_000_000));
        exchange(ExchangeType.DEDUPLICATION, most);
        assertThatThrownBy(() -> exchange(ExchangeType.DEDUPLICATION, most.with("x-cache-size", FieldValue.longInt(1L << 40))))
                .hasMessageContaining("Invalid argument, 'x-cache-size' must be at most 1000000");
    }

    @Test
    void refusesWhatThePluginRefuses() {
        assertThatThrownBy(() -> exchange(ExchangeType.DEDUPLICATION, FieldTable.EMPTY))
                .hasMessageContaining("Missing or invalid argument, 'x-cache-size' must be an integer greater than 0");
        assertThatThrownBy(() -> exchange(ExchangeType.DEDUPLICATION, SIZE_TWO.with("x-cache-ttl", FieldValue.signedInt(0))))
                .hasMessageContaining("Invalid argument, 'x-cache-ttl' must be an integer greater than 0");
    }

    private static FieldTable wanted() {
        return FieldTable.EMPTY.with("x-message-deduplication", FieldValue.bool(true));
    }

    private static FieldTable keyed(String key) {
        return FieldTable.EMPTY.with("x-deduplication-header", FieldValue.longString(key));
    }

    private Exchange exchange(ExchangeType type, FieldTable arguments) {
        Exchange exchange = new Exchange("exchange", type, true, false, false, arguments, neighbours);
        exchange.bind(binding(queue, "key"));
        return exchange;
    }

    private boolean accepts(Exchange exchange, FieldTable headers) {
        matches.clear();
        exchange.route(message("key", headers), matches);
        return matches.size() == 1;
    }
}
