package io.leveret.api.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.api.json.PropertiesJson;
import io.leveret.engine.message.Message;
import io.leveret.engine.tap.Tap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Messages that pass somewhere. */
final class MessageSource implements Source {

    private final Map<String, Object> opening;
    private final MessageFilter filter;
    private final int mostBytes;
    private final Supplier<Optional<String>> end;
    private final Consumer<Tap> remove;
    private final Passing passing = new Passing();

    /**
     * @param mostBytes of a body are shown
     * @param add       has the tap look on
     */
    MessageSource(Map<String, Object> opening, MessageFilter filter, int mostBytes, Supplier<Optional<String>> end,
                  Consumer<Tap> add, Consumer<Tap> remove) {
        this.opening = opening;
        this.filter = filter;
        this.mostBytes = mostBytes;
        this.end = end;
        this.remove = remove;
        add.accept(passing);
    }

    @Override
    public Map<String, Object> opening() {
        return opening;
    }

    @Override
    public Optional<String> end() {
        return end.get();
    }

    @Override
    public void drain(Events events, RateCap rate) {
        for (Passing.Seen seen : passing.take()) {
            if (filter.takes(seen.message()) && rate.take()) events.add("message", json(seen));
        }
        long missed = passing.missed();
        if (missed > 0) events.add("unseen", Map.of("count", missed));
    }

    @Override
    public void close() {
        remove.accept(passing);
    }

    private Map<String, Object> json(Passing.Seen seen) {
        Message message = seen.message().withoutBlindCopies();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", seen.at());
        json.put("exchange", message.exchange());
        json.put("routing_key", message.routingKey());
        json.put("properties", PropertiesJson.of(message.properties()));
        json.put("payload_bytes", message.body().size());
        byte[] start = Bodies.start(message.body(), mostBytes);
        boolean isCut = start.length < message.body().size();
        Optional<String> text = text(start, isCut);
        json.put("payload", text.orElseGet(() -> Base64.getEncoder().encodeToString(start)));
        json.put("payload_encoding", text.isPresent() ? "string" : "base64");
        json.put("truncated", isCut);
        return json;
    }

    /** Empty for what is no text; the cut may go through a character, which is left out then. */
    private static Optional<String> text(byte[] bytes, boolean isCut) {
        for (int cut = 0; cut <= (isCut ? 3 : 0) && cut <= bytes.length; cut++) {
            try {
                return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut)).toString());
            } catch (CharacterCodingException e) {
                // perhaps with less
            }
        }
        return Optional.empty();
    }
}
