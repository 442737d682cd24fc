package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Matches a message with one destination by the hash of its routing keys. Binding keys mean nothing. */
final class ModulusHashRouter implements Router {
    private static final Comparator<Destination> ORDER = Comparator.<Destination, Boolean>comparing(Exchange.class::isInstance)
            .thenComparing(Destination::name);

    /** How often each destination is bound. */
    private final Map<Destination, Integer> bound = new TreeMap<>(ORDER);
    private volatile Destination[] destinations = {};

    @Override public void bind(Binding binding) {
        bound.merge(binding.destination(), 1, Integer::sum);
        destinations = bound.keySet().toArray(new Destination[0]);
    }

    @Override public void unbind(Binding binding) {
        bound.computeIfPresent(binding.destination(), (destination, times) -> times == 1 ? null : times - 1);
        destinations = bound.keySet().toArray(new Destination[0]);
    }

    @Override public void route(Message message, Matches<?> matches) {
        Destination[] now = destinations;
        if (now.length > 0) matches.add(now[(int) Long.remainderUnsigned(HashInput.ofRoutingKeys(message), now.length)]);
    }
}
