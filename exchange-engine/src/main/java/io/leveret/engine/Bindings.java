package io.leveret.engine;

import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bindings of a virtual host by where they lead, so that what is deleted can be unbound. By where they come from,
 * the exchanges know them. Guarded by the virtual host's lock.
 */
final class Bindings {

    private final EntityEvents events;
    private final Map<Destination, Set<Binding>> byDestination = new IdentityHashMap<>();

    Bindings(EntityEvents events) {
        this.events = events;
    }

    void add(Binding binding) {
        byDestination.computeIfAbsent(binding.destination(), key -> new LinkedHashSet<>()).add(binding);
        events.created(binding);
    }

    void remove(Binding binding) {
        byDestination.computeIfPresent(binding.destination(), (key, bindings) -> {
            if (bindings.remove(binding)) events.deleted(binding);
            return bindings.isEmpty() ? null : bindings;
        });
    }

    List<Binding> to(Destination destination) {
        return List.copyOf(byDestination.getOrDefault(destination, Set.of()));
    }
}
