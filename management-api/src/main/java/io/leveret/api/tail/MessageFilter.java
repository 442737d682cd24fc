package io.leveret.api.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.api.json.Query;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.browse.Bodies;
import io.leveret.engine.exchange.TopicPattern;
import io.leveret.engine.message.Message;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which messages somebody wants to see.
 *
 * @param key     a topic's pattern, which one of the keys that may be seen fits
 * @param headers names, or names and values with a colon between: all of them
 * @param text    somewhere in the body, whatever the case
 */
record MessageFilter(Optional<TopicPattern> key, List<String> headers, Optional<String> text) {

    /** Nobody looks for something in so much. */
    private static final int SEARCHED_BYTES = 1 << 20;

    static MessageFilter of(Query query) {
        return new MessageFilter(query.find("key").filter(pattern -> !pattern.isEmpty()).map(TopicPattern::new),
            query.all("header").stream().filter(header -> !header.isEmpty()).toList(),
            query.find("text").filter(text -> !text.isEmpty()).map(text -> text.toLowerCase(Locale.ROOT)));
    }

    boolean takes(Message message) {
        if (key.isPresent() && !key.get().fits(message.routingKey()) && message.openKeys().stream().noneMatch(key.get()::fits)) return false;
        for (String header : headers) {
            if (!has(message, header)) return false;
        }
        return text.isEmpty() || start(message).toLowerCase(Locale.ROOT).contains(text.get());
    }

    private static boolean has(Message message, String wanted) {
        if (message.properties().header(wanted).isPresent()) return true;
        int colon = wanted.indexOf(':');
        if (colon < 0) return false;
        Optional<FieldValue> value = message.properties().header(wanted.substring(0, colon));
        return value.filter(said -> said.asText().equals(wanted.substring(colon + 1))).isPresent();
    }

    private static String start(Message message) {
        return new String(Bodies.start(message.body(), SEARCHED_BYTES), UTF_8);
    }
}
