package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Types that give each message to one destination: x-modulus-hash, x-random, x-local-random. */
class SpreadingRoutersTest {
    private final NamedQueue a = new NamedQueue("a");
    private final NamedQueue b = new NamedQueue("b");
    private final Exchange modulus = Routing.exchange(ExchangeType.MODULUS_HASH);
    private final Exchange random = Routing.exchange(ExchangeType.RANDOM);
    private final Exchange local = Routing.exchange(ExchangeType.LOCAL_RANDOM);

    @Test
    void modulusSendsEqualKeysTheSameWay() {
        modulus.bind(binding(b, "ignored"));
        modulus.bind(binding(a, ""));
        assertThat(route(modulus, message("key"))).isEqualTo(route(modulus, message("key"))).hasSize(1);
        assertThat(reached(modulus)).containsExactlyInAnyOrder(a, b);
    }

    @Test
    void modulusForgetsADestinationWithItsLastBinding() {
        modulus.bind(binding(a, "one"));
        modulus.bind(binding(a, "two"));
        modulus.unbind(binding(a, "one"));
        assertThat(reached(modulus)).containsExactly(a);
        modulus.unbind(binding(a, "two"));
        assertThat(reached(modulus)).isEmpty();
    }

    @Test
    void randomReachesEverybodyOneAtATime() {
        random.bind(binding(a, "x"));
        random.bind(binding(b, "y"));
        assertThat(route(random, message("any"))).hasSize(1);
        assertThat(reached(random)).containsExactlyInAnyOrder(a, b);
        random.unbind(binding(a, "x"));
        assertThat(reached(random)).containsExactly(b);
    }

    @Test
    void localRandomTakesQueuesWithoutKeysOnly() {
        local.bind(binding(a, ""));
        assertThat(reached(local)).containsExactly(a);
        assertThatThrownBy(() -> local.bind(binding(b, "k"))).hasMessageContaining("Non empty binding 'k' key not permitted");
        assertThatThrownBy(() -> local.bind(binding(random, ""))).hasMessageContaining("Destination not found");
        assertThat(local.bindingCount()).isEqualTo(1);
    }

    private static Set<NamedQueue> reached(Exchange exchange) {
        return IntStream.range(0, 200).mapToObj(i -> route(exchange, message("key-" + i)))
                .flatMap(List::stream).collect(Collectors.toSet());
    }
}
