package io.leveret.api;

import io.leveret.api.json.PropertiesJson;
import io.leveret.engine.browse.Bodies;
import io.leveret.engine.browse.MessageId;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.QueueRef;
import java.util.LinkedHashMap;
import java.util.Map;

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
        message.properties().timestamp().ifPresent(seconds -> shown.put("age", Math.max(0, now - seconds * 1000)));
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
}
