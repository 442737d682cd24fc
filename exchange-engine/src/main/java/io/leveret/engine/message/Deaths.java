package io.leveret.engine.message;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The history that a dead-lettered message carries in its headers: {@code x-death} with one entry for each queue and
 * reason, the latest first, and the first and the last death by name.
 */
final class Deaths {

    private static final String HISTORY = "x-death";
    private static final String FIRST = "x-first-death-";
    private static final String LAST = "x-last-death-";
    private static final List<String> DETAILS = List.of("queue", "reason", "exchange");

    private Deaths() {
    }

    /** The headers after one more death. */
    static FieldTable record(Message message, String queue, DeathReason reason, long seconds) {
        FieldTable headers = message.properties().headers();
        List<FieldValue> history = new ArrayList<>(history(message));
        FieldValue entry = takeOut(history, queue, reason)
            .map(Deaths::oneMore)
            .orElseGet(() -> FieldValue.table(entry(message, queue, reason, seconds)));
        history.add(0, entry);
        boolean first = history.size() == 1 && !message.isDeadLetter();
        headers = headers.with(HISTORY, FieldValue.array(history));
        if (first) headers = named(headers, FIRST, message, queue, reason);
        return named(headers, LAST, message, queue, reason);
    }

    /**
     * Whether the message has gone round to that queue again with nobody rejecting it on the way: walking back from
     * the latest death, the queue comes up before any rejection.
     */
    static boolean isCycle(Message message, String queue) {
        for (FieldValue value : history(message)) {
            FieldTable entry = value.asTable();
            if (isText(entry, "reason", DeathReason.REJECTED.toString())) return false;
            if (isText(entry, "queue", queue)) return true;
        }
        return false;
    }

    /** As much of the history as fits: the latest deaths, or nothing of it at all. */
    static BasicProperties shortened(BasicProperties properties, int longest) {
        FieldTable headers = properties.headers();
        List<FieldValue> history = headers.find(HISTORY).filter(FieldValue::isArray).map(FieldValue::asArray).orElse(List.of());
        int fitting = 0;
        int tooMany = history.size();
        while (fitting + 1 < tooMany) {
            int tried = (fitting + tooMany) / 2;
            if (latest(properties, history, tried).length() <= longest) fitting = tried;
            else tooMany = tried;
        }
        return fitting > 0 ? latest(properties, history, fitting) : properties.withHeaders(without(headers));
    }

    private static BasicProperties latest(BasicProperties properties, List<FieldValue> history, int count) {
        return properties.withHeaders(properties.headers().with(HISTORY, FieldValue.array(history.subList(0, count))));
    }

    private static FieldTable without(FieldTable headers) {
        FieldTable left = headers.without(HISTORY);
        for (String detail : DETAILS) left = left.without(FIRST + detail).without(LAST + detail);
        return left;
    }

    /** Where a dead letter came from in the first place. */
    static String firstExchange(Message message) {
        return message.properties().header(FIRST + "exchange").map(FieldValue::asText).orElse(message.exchange());
    }

    /** What a client put under that name is not a history. */
    private static List<FieldValue> history(Message message) {
        if (!message.isDeadLetter()) return List.of();
        return message.properties().header(HISTORY).filter(FieldValue::isArray).map(FieldValue::asArray)
            .orElse(List.of());
    }

    private static Optional<FieldValue> takeOut(List<FieldValue> history, String queue, DeathReason reason) {
        for (int i = 0; i < history.size(); i++) {
            FieldTable entry = history.get(i).asTable();
            if (isText(entry, "queue", queue) && isText(entry, "reason", reason.toString())) {
                return Optional.of(history.remove(i));
            }
        }
        return Optional.empty();
    }

    private static FieldValue oneMore(FieldValue value) {
        FieldTable entry = value.asTable();
        long count = entry.find("count").map(FieldValue::asLong).orElse(0L);
        return FieldValue.table(entry.with("count", FieldValue.longInt(count + 1)));
    }

    private static FieldTable entry(Message message, String queue, DeathReason reason, long seconds) {
        FieldTable entry = FieldTable.EMPTY;
        Optional<String> expiration = message.properties().expiration();
        if (expiration.isPresent()) entry = entry.with("original-expiration", FieldValue.longString(expiration.get()));
        List<FieldValue> keys = message.visibleRoutingKeys().stream().map(FieldValue::longString).toList();
        return entry.with("count", FieldValue.longInt(1))
            .with("reason", FieldValue.longString(reason.toString()))
            .with("queue", FieldValue.longString(queue))
            .with("time", FieldValue.timestamp(seconds))
            .with("exchange", FieldValue.longString(message.exchange()))
            .with("routing-keys", FieldValue.array(keys));
    }

    private static FieldTable named(FieldTable headers, String which, Message message, String queue,
                                    DeathReason reason) {
        return headers.with(which + "queue", FieldValue.longString(queue))
            .with(which + "reason", FieldValue.longString(reason.toString()))
            .with(which + "exchange", FieldValue.longString(message.exchange()));
    }

    private static boolean isText(FieldTable entry, String name, String text) {
        return entry.find(name).map(FieldValue::value).filter(text::equals).isPresent();
    }
}
