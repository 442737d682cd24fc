package io.leveret.api;

import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.QueueSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which queues get the dead letters of others, as bindings and policies are now. */
final class DeadLetterTargets {

    private final Map<VirtualHost, Set<String>> known = new HashMap<>();

    boolean include(QueueRow row) {
        return known.computeIfAbsent(row.host(), DeadLetterTargets::of).contains(row.info().name());
    }

    private static Set<String> of(VirtualHost host) {
        Set<String> found = new HashSet<>();
        Set<Exchange> walked = new HashSet<>();
        for (QueueRef queue : host.queues()) {
            QueueSettings settings = host.settingsOf(queue);
            if (settings.deadLetterExchange().isEmpty()) continue;
            String name = settings.deadLetterExchange().get();
            String key = settings.deadLetterRoutingKey().orElse(null);
            Exchange exchange = host.findExchange(name);
            if (name.isEmpty() && key != null) found.add(key);
            else if (exchange != null && exchange.type() == ExchangeType.DIRECT && key != null) follow(exchange, key, found, walked);
            else if (exchange != null && walked.add(exchange)) follow(exchange, null, found, walked);
        }
        return found;
    }

    /** @param key the only one of the dead letters, or null */
    private static void follow(Exchange exchange, String key, Set<String> found, Set<Exchange> walked) {
        for (Binding binding : exchange.bindings()) {
            if (key != null && !binding.key().equals(key)) continue;
            if (binding.destination() instanceof Exchange next) {
                if (walked.add(next)) follow(next, null, found, walked);
            } else {
                found.add(binding.destination().name());
            }
        }
    }
}
