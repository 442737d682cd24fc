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
import java.util.Optional;
import java.util.Set;

/** Which queues get the dead letters of others, as bindings and policies are now. */
final class DeadLetterTargets {

    private final Map<VirtualHost, Set<String>> known = new HashMap<>();

    boolean include(QueueRow row) {
        return known.computeIfAbsent(row.host(), DeadLetterTargets::of).contains(row.info().name());
    }

    private static Set<String> of(VirtualHost host) {
        DeadLetters letters = new DeadLetters();
        for (QueueRef queue : host.queues()) {
            QueueSettings settings = host.settingsOf(queue);
            settings.deadLetterExchange().ifPresent(name -> letters.goTo(name, host.findExchange(name), settings.deadLetterRoutingKey()));
        }
        return letters.targets();
    }

    /** Of all queues at once, so that each exchange's bindings are walked once, however many queues have their dead letters there. */
    private static final class DeadLetters {

        private final Set<String> found = new HashSet<>();
        private final Map<Exchange, Set<String>> keys = new HashMap<>();
        private final Set<Exchange> walked = new HashSet<>();

        void goTo(String name, Exchange exchange, Optional<String> key) {
            if (name.isEmpty()) key.ifPresent(found::add);
            else if (exchange == null) return;
            else if (exchange.type() == ExchangeType.DIRECT && key.isPresent()) keys.computeIfAbsent(exchange, none -> new HashSet<>()).add(key.get());
            else walk(exchange);
        }

        Set<String> targets() {
            keys.forEach((exchange, wanted) -> {
                for (Binding binding : exchange.bindings()) {
                    if (wanted.contains(binding.key())) reach(binding);
                }
            });
            return found;
        }

        /** With any key. */
        private void walk(Exchange exchange) {
            if (walked.add(exchange)) exchange.bindings().forEach(this::reach);
        }

        private void reach(Binding binding) {
            if (binding.destination() instanceof Exchange next) walk(next);
            else found.add(binding.destination().name());
        }
    }
}
