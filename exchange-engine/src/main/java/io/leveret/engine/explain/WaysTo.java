package io.leveret.engine.explain;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways on which messages come to a queue, found from its end: the short ones first. Exchanges may be bound in circles and
 * every which way, so both the ways and the work are bounded.
 *
 * @param isComplete whether there are no others
 */
public record WaysTo(List<Way> ways, boolean isComplete) {

    private static final int MOST_LOOKED_AT = 20_000;

    /** @param hops from the exchange that one may publish to, on to the queue */
    public record Way(List<Hop> hops) {
        public Exchange start() {
            return hops.get(0).from();
        }
    }

    /** @param binding empty for a hop to an alternate exchange */
    public record Hop(Exchange from, Optional<Binding> binding, Destination to) {
        public boolean isAlternate() {
            return binding.isEmpty();
        }
    }

    public static WaysTo of(VirtualHost host, QueueRef queue, int most) {
        Search search = new Search(host, most);
        return new WaysTo(search.to(queue), search.isComplete);
    }

    /** One look for ways. */
    private static final class Search {
        private final VirtualHost host;
        private final int most;
        private final Map<Destination, List<Hop>> hops = new IdentityHashMap<>();
        private boolean isComplete = true;

        Search(VirtualHost host, int most) {
            this.host = host;
            this.most = most;
        }

        List<Way> to(QueueRef queue) {
            List<Way> found = new ArrayList<>();
            Deque<List<Hop>> partial = new ArrayDeque<>();
            partial.add(List.of());
            int lookedAt = 0;
            while (!partial.isEmpty()) {
                List<Hop> rest = partial.poll();
                for (Hop hop : hopsTo(rest.isEmpty() ? queue : rest.get(0).from())) {
                    if (isOn(rest, hop.from())) continue;
                    if (found.size() >= most || ++lookedAt > MOST_LOOKED_AT) {
                        isComplete = false;
                        return List.copyOf(found);
                    }
                    List<Hop> longer = new ArrayList<>(rest.size() + 1);
                    longer.add(hop);
                    longer.addAll(rest);
                    if (!hop.from().isInternal()) found.add(new Way(List.copyOf(longer)));
                    partial.add(longer);
                }
            }
            return List.copyOf(found);
        }

        private static boolean isOn(List<Hop> way, Exchange exchange) {
            return way.stream().anyMatch(hop -> hop.from() == exchange);
        }

        private List<Hop> hopsTo(Destination destination) {
            return hops.computeIfAbsent(destination, this::look);
        }

        private List<Hop> look(Destination destination) {
            List<Hop> leading = new ArrayList<>();
            if (destination instanceof QueueRef) {
                Binding implicit = new Binding("", destination, destination.name(), FieldTable.EMPTY);
                leading.add(new Hop(host.findExchange(""), Optional.of(implicit), destination));
            }
            for (Binding binding : host.bindingsTo(destination)) {
                Exchange source = host.findExchange(binding.source());
                if (source != null) leading.add(new Hop(source, Optional.of(binding), destination));
            }
            if (!(destination instanceof Exchange)) return leading;
            for (Exchange exchange : host.exchanges()) {
                if (exchange.settings().alternateExchange().filter(destination.name()::equals).isPresent()) {
                    leading.add(new Hop(exchange, Optional.empty(), destination));
                }
            }
            return leading;
        }
    }
}
