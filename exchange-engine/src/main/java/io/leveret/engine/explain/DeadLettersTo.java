package io.leveret.engine.explain;

import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.explain.WaysTo.Hop;
import io.leveret.engine.explain.WaysTo.Way;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.QueueSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which queues' dead letters may come to a queue: they go to an exchange on one of the ways there, with a key that leads on, or any. */
public final class DeadLettersTo {

    private static final int MOST = 100;
    private static final int MOST_TRIED = 20_000;

    /** @param exchange that the dead letters go to */
    public record Source(QueueRef queue, Exchange exchange) {
    }

    private final VirtualHost host;
    private final Map<Exchange, List<Way>> onward = new IdentityHashMap<>();
    private final Map<List<String>, Boolean> known = new HashMap<>();
    private int tried;

    private DeadLettersTo(VirtualHost host, WaysTo ways) {
        this.host = host;
        for (Way way : ways.ways()) {
            for (int i = 0; i < way.hops().size(); i++) {
                Way rest = new Way(way.hops().subList(i, way.hops().size()));
                onward.computeIfAbsent(rest.start(), first -> new ArrayList<>()).add(rest);
            }
        }
    }

    /** By name, and no more than anybody would read. */
    public static List<Source> of(VirtualHost host, WaysTo ways) {
        return new DeadLettersTo(host, ways).sources();
    }

    private List<Source> sources() {
        List<Source> found = new ArrayList<>();
        List<QueueRef> queues = host.queues().stream().sorted(Comparator.comparing(QueueRef::name)).toList();
        for (QueueRef queue : queues) {
            if (found.size() == MOST) break;
            QueueSettings settings = host.settingsOf(queue);
            Optional<Exchange> exchange = settings.deadLetterExchange().map(host::findExchange).filter(onward::containsKey);
            exchange.filter(known -> mayLead(known, settings.deadLetterRoutingKey())).ifPresent(known -> found.add(new Source(queue, known)));
        }
        return List.copyOf(found);
    }

    /** Without a fixed key a dead letter keeps its own. */
    private boolean mayLead(Exchange exchange, Optional<String> key) {
        return key.isEmpty() || known.computeIfAbsent(List.of(exchange.name(), key.get()), pair -> leads(exchange, key.get()));
    }

    private boolean leads(Exchange exchange, String key) {
        for (Way way : onward.get(exchange)) {
            if (++tried > MOST_TRIED) return true; // it may
            if (way.hops().stream().anyMatch(DeadLettersTo::asksForHeaders) || ExampleKey.leadsAlong(way, key)) return true;
        }
        return false;
    }

    /** Then the key does not say where a message goes. */
    private static boolean asksForHeaders(Hop hop) {
        return hop.from().type().routingType(hop.from().arguments()) == ExchangeType.HEADERS;
    }
}
