package io.leveret.api;

import io.leveret.api.json.Payload;
import io.leveret.api.json.PropertiesJson;
import io.leveret.engine.browse.Bodies;
import io.leveret.engine.browse.MessageId;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.QueueRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a message is shown that somebody has seen in a queue.
 *
 * @param truncate bytes of the body
 * @param isBinary whether bodies are to be in base64 even where they are text
 */
record SeenMessage(QueueRef queue, int truncate, boolean isBinary) {

    private static final long NEVER = Long.MAX_VALUE;

    Map<String, Object> show(Browsed seen) {
        Message message = seen.message();
        long now = queue.home().millis();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", MessageId.of(queue, seen.position()).toString());
        shown.put("exchange", message.exchange());
        shown.put("routing_key", message.routingKey());
        shown.put("redelivered", seen.redelivered());
        shown.put("delivery_count", seen.failures());
        shown.put("acquired_count", seen.acquisitions());
        shown.put("dead_letter", message.isDeadLetter());
        if (seen.arrivedAt() > 0) shown.put("arrived_at", seen.arrivedAt());
        ageOf(seen, now).ifPresent(age -> shown.put("age", age));
        if (seen.expiresAt() != NEVER) {
            shown.put("expires_at", seen.expiresAt());
            shown.put("expired", seen.expiresAt() <= now);
        }
        shown.put("properties", PropertiesJson.of(message.properties()));
        shown.put("payload_bytes", message.body().size());
        boolean isCut = message.body().size() > truncate;
        byte[] payload = Bodies.start(message.body(), truncate);
        shown.put("payload_truncated", isCut);
        Payload.put(shown, isCut && !isBinary ? Bodies.withoutBrokenEnd(payload) : payload, isBinary);
        return shown;
    }

    /** Since it came, or else since the publisher says that it was made. */
    private static OptionalLong ageOf(Browsed seen, long now) {
        if (seen.arrivedAt() > 0) return OptionalLong.of(Math.max(0, now - seen.arrivedAt()));
        OptionalLong timestamp = seen.message().properties().timestamp();
        return timestamp.isEmpty() ? timestamp : OptionalLong.of(Math.max(0, now - timestamp.getAsLong() * 1000));
    }
}
