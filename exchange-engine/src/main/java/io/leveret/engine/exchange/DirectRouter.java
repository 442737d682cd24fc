package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Matches a message one of whose keys equals the binding key. */
final class DirectRouter implements Router {
    private final Map<String, Destinations> destinations = new ConcurrentHashMap<>();

    @Override public void bind(Binding binding) {
        Destinations bound = destinations.getOrDefault(binding.key(), Destinations.NONE);
        destinations.put(binding.key(), bound.with(binding.destination()));
    }

    @Override public void unbind(Binding binding) {
        Destinations rest = destinations.getOrDefault(binding.key(), Destinations.NONE).without(binding.destination());
        if (rest.isEmpty()) {
            destinations.remove(binding.key());
        } else {
            destinations.put(binding.key(), rest);
        }
    }

    @Override public void route(Message message, Matches<?> matches) {
        route(message.routingKey(), matches);
        List<String> furtherKeys = message.furtherKeys();
        for (int i = 0; i < furtherKeys.size(); i++) route(furtherKeys.get(i), matches);
    }

    private void route(String key, Matches<?> matches) {
        Destinations found = destinations.get(key);
        if (found != null) matches.addAll(found);
    }
}
