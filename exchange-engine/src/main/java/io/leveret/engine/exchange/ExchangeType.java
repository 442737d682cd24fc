package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The types an exchange can be declared with: what clients call them, and how they route. */
public enum ExchangeType {
    DIRECT("direct", DirectRouter::new),
    FANOUT("fanout", FanoutRouter::new),
    TOPIC("topic", TopicRouter::new),
    HEADERS("headers", HeadersRouter::new),
    CONSISTENT_HASH("x-consistent-hash", ConsistentHashRouter::new),
    MODULUS_HASH("x-modulus-hash", ModulusHashRouter::new),
    RANDOM("x-random", RandomRouter::amongAll),
    LOCAL_RANDOM("x-local-random", RandomRouter::amongLocalQueues),
    RECENT_HISTORY("x-recent-history", (arguments, surroundings) -> new RecentHistoryRouter(arguments)),
    DEDUPLICATION("x-message-deduplication", FanoutRouter::new),
    /** Routes like another type, and delays besides. */
    DELAYED("x-delayed-message",
            (arguments, surroundings) -> typeBehind(arguments).newRouter(arguments, surroundings));

    private static final String TYPE_BEHIND = "x-delayed-type";

    private final String text;
    private final BiFunction<FieldTable, Surroundings, Router> router;

    ExchangeType(String text, Supplier<Router> router) {
        this(text, (arguments, surroundings) -> router.get());
    }

    ExchangeType(String text, BiFunction<FieldTable, Surroundings, Router> router) {
        this.text = text;
        this.router = router;
    }

    public static ExchangeType named(String text) {
        return find(text).orElseThrow(() ->
                new AmqpException(PRECONDITION_FAILED, "unknown exchange type '" + text + "'"));
    }

    static Optional<ExchangeType> find(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findAny();
    }

    /** Throws PRECONDITION_FAILED when an argument will not do for this type. */
    Router newRouter(FieldTable arguments, Surroundings surroundings) {
        return router.apply(arguments, surroundings);
    }

    /** The type whose rules hold for what it routes: its own, unless it delays what another type routes. */
    public ExchangeType routingType(FieldTable arguments) {
        return this == DELAYED ? typeBehind(arguments) : this;
    }

    /** How an exchange of this type tells duplicates; most do not. */
    Optional<Deduplication> deduplication(FieldTable arguments, Surroundings surroundings) {
        return routingType(arguments) == DEDUPLICATION ? Optional.of(Deduplication.ofType(arguments, surroundings))
                : Deduplication.ifWanted(arguments, surroundings);
    }

    private static ExchangeType typeBehind(FieldTable arguments) {
        return arguments.find(TYPE_BEHIND).filter(FieldValue::isString).flatMap(type -> find(type.asText()))
                .filter(type -> type != DELAYED)
                .orElseThrow(() -> new AmqpException(PRECONDITION_FAILED,
                        "Invalid argument, '" + TYPE_BEHIND + "' must be an existing exchange type"));
    }

    /** As on the wire. */
    @Override public String toString() {
        return text;
    }
}
