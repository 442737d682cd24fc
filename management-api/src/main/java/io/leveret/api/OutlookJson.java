package io.leveret.api;

import io.leveret.engine.explain.QueueOutlook;
import io.leveret.engine.settings.Overflow;
import io.leveret.engine.settings.QueueSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a queue would do with a message, in JSON: as fields, and as sentences for people. */
final class OutlookJson {

    private OutlookJson() {
    }

    static Map<String, Object> of(QueueOutlook outlook) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", outlook.queue().type().toString());
        json.put("messages_ready", outlook.ready());
        json.put("consumers", outlook.consumers());
        json.put("paused", outlook.queue().isPaused());
        json.put("full", outlook.isFull());
        json.put("refused", outlook.isRefused());
        outlook.overflow().ifPresent(overflow -> json.put("overflow", overflow.toString()));
        if (outlook.maxLength() != QueueSettings.NONE) json.put("max_length", outlook.maxLength());
        if (outlook.maxLengthBytes() != QueueSettings.NONE) json.put("max_length_bytes", outlook.maxLengthBytes());
        outlook.timeToLive().ifPresent(millis -> {
            json.put("ttl_ms", millis);
            json.put("ttl_from", outlook.ofMessage() ? "message" : "queue");
        });
        outlook.deadLetterTo().ifPresent(exchange -> {
            json.put("dead_letter_exchange", exchange);
            json.put("dead_letter_exchange_exists", !outlook.isDeadEnd());
        });
        outlook.deadLetterKey().ifPresent(key -> json.put("dead_letter_routing_key", key));
        json.put("then", sentences(outlook));
        return json;
    }

    private static List<String> sentences(QueueOutlook outlook) {
        List<String> said = new ArrayList<>();
        if (outlook.isRefused()) {
            said.add("full: the message is refused (basic.nack to a publisher with confirms)"
                + (outlook.overflow().orElseThrow() == Overflow.REJECT_PUBLISH_DLX ? " and " + dies(outlook, "maxlen") : ""));
            return said;
        }
        if (outlook.isFull()) said.add("full: unless a consumer takes the message at once, the oldest goes and " + dies(outlook, "maxlen"));
        outlook.timeToLive().ifPresent(millis ->
            said.add("what is still here after " + millis + " ms (" + (outlook.ofMessage() ? "expiration of the message" : "message-ttl of the queue")
                + ") " + dies(outlook, "expired")));
        if (outlook.queue().isPaused()) said.add("waits: the queue is paused");
        else if (outlook.consumers() == 0) said.add("waits: nobody consumes from the queue");
        if (outlook.deadLetterTo().isPresent()) said.add("if rejected without requeue it " + dies(outlook, "rejected"));
        return said;
    }

    private static String dies(QueueOutlook outlook, String reason) {
        if (outlook.deadLetterTo().isEmpty()) return "is dropped";
        String exchange = "'" + outlook.deadLetterTo().get() + "'";
        if (outlook.isDeadEnd()) return "is dropped, as there is no exchange " + exchange;
        return "is dead-lettered to " + exchange + outlook.deadLetterKey().map(key -> " with key '" + key + "'").orElse("")
            + " (" + reason + ")";
    }
}
