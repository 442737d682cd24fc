package io.leveret.engine.browse;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;
import java.util.List;
import java.util.Optional;

/**
 * How a dead letter came to where it is.
 *
 * @param queue where it died
 * @param exchange that it had been published to
 * @param keys  it had been published with, the routing key first
 */
record Death(String queue, String exchange, List<String> keys) {

    private static final String HISTORY = "x-death";

    /** The latest death that was not in that queue itself. */
    static Optional<Death> latest(Message message, String except) {
        Optional<FieldValue> history = message.properties().header(HISTORY).filter(FieldValue::isArray);
        if (history.isEmpty()) return Optional.empty();
        return history.get().asArray().stream().filter(FieldValue::isTable).map(FieldValue::asTable).map(Death::read)
            .flatMap(Optional::stream).filter(death -> !death.queue().equals(except)).findFirst();
    }

    private static Optional<Death> read(FieldTable entry) {
        Optional<String> queue = text(entry, "queue");
        Optional<String> exchange = text(entry, "exchange");
        List<String> keys = entry.find("routing-keys").filter(FieldValue::isArray).map(FieldValue::asArray).orElse(List.of()).stream()
            .filter(FieldValue::isString).map(FieldValue::asText).toList();
        if (queue.isEmpty() || exchange.isEmpty() || keys.isEmpty()) return Optional.empty();
        return Optional.of(new Death(queue.get(), exchange.get(), keys));
    }

    private static Optional<String> text(FieldTable entry, String name) {
        return entry.find(name).filter(FieldValue::isString).map(FieldValue::asText);
    }
}
