package io.leveret.api.tail;

import io.leveret.api.json.Payload;
import io.leveret.api.json.PropertiesJson;
import io.leveret.engine.browse.Bodies;
import io.leveret.engine.message.Message;
import io.leveret.engine.tap.Tap;
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
    private final Passing passing;

    /**
     * @param mostBytes of a body are shown
     * @param room      that all messages have together that wait to be shown
     * @param add       has the tap look on
     */
    MessageSource(Map<String, Object> opening, MessageFilter filter, int mostBytes, PassingRoom room, Supplier<Optional<String>> end,
                  Consumer<Tap> add, Consumer<Tap> remove) {
        this.opening = opening;
        this.filter = filter;
        this.mostBytes = mostBytes;
        this.end = end;
        this.remove = remove;
        this.passing = new Passing(room);
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
        long missed = 0;
        for (Passing.Seen seen : passing.take()) {
            if (events.isFull()) missed++;
            else if (filter.takes(seen.message()) && rate.take()) events.add("message", json(seen));
        }
        missed += passing.missed();
        if (missed > 0) events.add("unseen", Map.of("count", missed));
    }

    @Override
    public void pass() {
        passing.drop();
    }

    @Override
    public void close() {
        remove.accept(passing);
        passing.end();
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
        Payload.put(json, isCut ? Bodies.withoutBrokenEnd(start) : start, false);
        json.put("truncated", isCut);
        return json;
    }
}
