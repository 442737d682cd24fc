package io.leveret.api;

import io.leveret.api.json.Payload;
import io.leveret.api.json.PropertiesJson;
import io.leveret.engine.browse.Bodies;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Getter;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes messages out of a queue, all before any goes back: so none comes twice. Used by one thread. */
final class MessageTaking {

    /** What an answer may come to; then it has fewer messages than were asked for. */
    private static final long MOST_BYTES = 64L << 20;

    private final ManagedBroker managed;
    private final QueueRef queue;
    private final MessageRequest request;
    private final List<QueuedMessage> held = new ArrayList<>();

    MessageTaking(ManagedBroker managed, QueueRef queue, MessageRequest request) {
        this.managed = managed;
        this.queue = queue;
        this.request = request;
    }

    List<Map<String, Object>> run() {
        List<Map<String, Object>> shown = new ArrayList<>();
        try {
            long bytes = 0;
            while (shown.size() < request.count() && bytes < MOST_BYTES) {
                Optional<Got> got = managed.ask(answer -> queue.get(false, Getter.ofOperator(), answer), this::giveBack);
                if (got.isEmpty()) break;
                held.add(got.get().message());
                bytes += got.get().message().message().body().size();
                shown.add(shown(got.get()));
            }
        } finally {
            settle();
        }
        return shown;
    }

    private void settle() {
        settle(held, request.settlement());
    }

    private void giveBack(Optional<Got> late) {
        late.ifPresent(got -> settle(List.of(got.message()), Settlement.RETURN));
    }

    private void settle(List<QueuedMessage> messages, Settlement how) {
        Outbox outbox = new Outbox(busy -> { });
        messages.forEach(message -> outbox.settle(queue, message, how));
        outbox.flush();
    }

    private Map<String, Object> shown(Got got) {
        Message message = got.message().message();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("payload_bytes", message.body().size());
        shown.put("redelivered", got.message().isRedelivered());
        shown.put("exchange", message.exchange());
        shown.put("routing_key", message.routingKey());
        shown.put("message_count", got.remaining());
        shown.put("properties", PropertiesJson.of(got.message().deliveredProperties()));
        Payload.put(shown, Bodies.start(message.body(), request.truncate()), request.isBinary());
        return shown;
    }
}
