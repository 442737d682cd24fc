package io.leveret.api;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.ExchangeDeclaration;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeSettings;
import io.leveret.engine.exchange.ExchangeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Exchanges as a definitions file would have them, alone in the world: they refuse the arguments and bindings that the broker's would
 * refuse, before anything is done. Those that are there already stay what they are.
 */
final class TrialExchanges {

    private static final String PREFIX = "amq.";

    private record Queue(String name) implements Destination {
        @Override
        public boolean isDurable() {
            return true;
        }
    }

    private final Broker broker;
    private final Map<List<String>, Exchange> exchanges = new HashMap<>();

    TrialExchanges(Broker broker) {
        this.broker = broker;
    }

    /** @throws AmqpException 406 when an argument will not do */
    void declare(String host, ExchangeDeclaration wanted) {
        ExchangeType type = ExchangeType.named(wanted.type());
        if (existing(host, wanted.name()).isPresent()) return;
        ExchangeSettings.ofArguments(wanted.arguments(), "exchange '" + wanted.name() + "' in vhost '" + host + "'");
        exchanges.putIfAbsent(List.of(host, wanted.name()), exchange(wanted.name(), type, wanted.arguments()));
    }

    /** @throws AmqpException 406 when the exchange cannot understand it */
    void bind(String host, String source, String destination, boolean isQueue, String key, FieldTable arguments) {
        Destination target = isQueue ? new Queue(destination) : find(host, destination);
        find(host, source).bind(new Binding(source, target, key, arguments));
    }

    private Exchange find(String host, String name) {
        return exchanges.computeIfAbsent(List.of(host, name), unknown -> existing(host, name)
            .map(there -> exchange(name, there.type(), there.arguments())).orElseGet(() -> exchange(name, predeclared(name), FieldTable.EMPTY)));
    }

    private Optional<Exchange> existing(String host, String name) {
        return broker.findVirtualHost(host).flatMap(there -> Optional.ofNullable(there.findExchange(name)));
    }

    /** Those that a virtual host has from the beginning say their types by their names, or are for matching headers or for listening in. */
    private static ExchangeType predeclared(String name) {
        if (name.equals("amq.match")) return ExchangeType.HEADERS;
        return name.startsWith("amq.rabbitmq.") ? ExchangeType.TOPIC : ExchangeType.named(name.substring(PREFIX.length()));
    }

    private static Exchange exchange(String name, ExchangeType type, FieldTable arguments) {
        return new Exchange(name, type, true, false, false, arguments);
    }
}
