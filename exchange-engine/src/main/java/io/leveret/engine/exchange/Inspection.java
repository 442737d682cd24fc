package io.leveret.engine.exchange;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an exchange would do with a message, and why. Where the message goes is what the exchange's own router finds; asking it
 * changes nothing. Used by one thread.
 */
public final class Inspection {
    /** What becomes of a message in an exchange. */
    public enum Fate {
        ROUTED,
        /** One of the bindings will have it, and chance decides which. */
        ONE_AT_RANDOM,
        /** The exchange has seen its key before, so it goes nowhere. */
        DUPLICATE,
        /** It waits, for as long as it asks, and is routed then. */
        HELD
    }

    private final ExchangeType rules;
    private final Optional<String> alternate;
    private final Message message;
    private final Fate fate;
    private final Set<Destination> found = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Destination> inOrder = new ArrayList<>();

    Inspection(Exchange exchange, Router router, ExchangeSettings settings, Fate fate, Message message) {
        this.rules = exchange.type().routingType(exchange.arguments());
        this.alternate = settings.alternateExchange();
        this.message = message;
        this.fate = fate;
        if (fate == Fate.ROUTED) {
            Matches<Destination> matches = new Matches<>();
            router.look(message, matches);
            matches.forEach(this::add);
        } else if (fate == Fate.ONE_AT_RANDOM) {
            exchange.bindings().forEach(binding -> add(binding.destination()));
        }
    }

    private void add(Destination destination) {
        if (found.add(destination)) inOrder.add(destination);
    }

    public Fate fate() {
        return fate;
    }

    /** Where it goes from here: queues and exchanges; of {@link Fate#ONE_AT_RANDOM}, one of them. */
    public List<Destination> found() {
        return Collections.unmodifiableList(inOrder);
    }

    public boolean leadsTo(Destination destination) {
        return found.contains(destination);
    }

    /** The exchange that has it if nothing is found, if there is to be one. */
    public Optional<String> alternate() {
        return alternate;
    }

    /** Whether a binding of the exchange has the message; of {@link Fate#ONE_AT_RANDOM}, whether it might. */
    public boolean matches(Binding binding) {
        if (fate == Fate.DUPLICATE || fate == Fate.HELD) return false;
        return switch (rules) {
            case DIRECT -> message.routingKeys().contains(binding.key());
            case TOPIC -> matchingKey(binding).isPresent();
            case HEADERS -> headers(binding).matches();
            case CONSISTENT_HASH, MODULUS_HASH -> found.contains(binding.destination());
            case FANOUT, RECENT_HISTORY, DEDUPLICATION, RANDOM, LOCAL_RANDOM, DELAYED -> true;
        };
    }

    /** Why a binding of the exchange has the message, or not. */
    public Why why(Binding binding) {
        return switch (fate) {
            case DUPLICATE -> Why.of("the exchange has seen the message before and drops it");
            case HELD -> Why.of("looked at when the message has waited");
            case ONE_AT_RANDOM -> Why.of("one of " + found.size() + " destinations is chosen at random");
            case ROUTED -> switch (rules) {
                case DIRECT -> direct(binding);
                case TOPIC -> topic(binding);
                case HEADERS -> headers(binding).why();
                case CONSISTENT_HASH, MODULUS_HASH -> Why.of(found.contains(binding.destination())
                        ? "the message's hash falls to this destination" : "the message's hash falls to another destination");
                default -> Why.of("every message goes to every binding");
            };
        };
    }

    private Why direct(Binding binding) {
        return message.routingKeys().contains(binding.key())
                ? Why.ofKey("the key equals the binding key", binding.key())
                : Why.of(differs("the binding key is another"));
    }

    private Why topic(Binding binding) {
        Optional<String> key = matchingKey(binding);
        TopicAlignment alignment = new TopicAlignment(binding.key(), key.orElse(message.routingKey()));
        return new Why(key.isPresent() ? "the key fits the pattern" : differs("the key does not fit the pattern"), key,
                alignment.words(), Optional.empty(), List.of());
    }

    private String differs(String text) {
        return message.furtherKeys().isEmpty() ? text : text + ", and so are the keys of CC and BCC";
    }

    private Optional<String> matchingKey(Binding binding) {
        for (String key : message.routingKeys()) {
            if (new TopicAlignment(binding.key(), key).matches()) return Optional.of(key);
        }
        return Optional.empty();
    }

    private HeadersAlignment headers(Binding binding) {
        FieldTable headers = message.properties().hasHeaders() ? message.properties().headers() : FieldTable.EMPTY;
        return new HeadersAlignment(binding.arguments(), headers);
    }
}
