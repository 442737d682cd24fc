package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;

import java.util.function.Supplier;

/** The types an exchange can be declared with: what clients call them, and how they route. */
public enum ExchangeType {
    DIRECT("direct", DirectRouter::new),
    FANOUT("fanout", FanoutRouter::new),
    TOPIC("topic", TopicRouter::new),
    HEADERS("headers", HeadersRouter::new);

    private final String text;
    private final Supplier<Router> router;

    ExchangeType(String text, Supplier<Router> router) {
        this.text = text;
        this.router = router;
    }

    public static ExchangeType named(String text) {
        for (ExchangeType type : values()) {
            if (type.text.equals(text)) return type;
        }
        throw new AmqpException(PRECONDITION_FAILED, "unknown exchange type '" + text + "'");
    }

    Router newRouter() {
        return router.get();
    }

    /** As on the wire. */
    @Override public String toString() {
        return text;
    }
}
