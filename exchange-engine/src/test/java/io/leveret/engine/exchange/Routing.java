package io.leveret.engine.exchange;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests of exchanges say again and again. */
final class Routing {
    private Routing() { }

    static Exchange exchange(ExchangeType type) {
        return exchange("source", type);
    }

    static Exchange exchange(String name, ExchangeType type) {
        return new Exchange(name, type, true, false, false, FieldTable.EMPTY);
    }

    static Binding binding(Destination destination, String key) {
        return new Binding("source", destination, key, FieldTable.EMPTY);
    }

    static Binding binding(Destination destination, FieldTable arguments) {
        return new Binding("source", destination, "", arguments);
    }

    static Message message(String key) {
        return new Message("source", key, BasicProperties.EMPTY, Body.EMPTY);
    }

    static Message message(String key, FieldTable headers) {
        return new Message("source", key, BasicProperties.builder().headers(headers).build(), Body.EMPTY);
    }

    static FieldTable copies(String header, String... keys) {
        List<FieldValue> values = Arrays.stream(keys).map(FieldValue::longString).toList();
        return FieldTable.builder().put(header, FieldValue.array(values)).build();
    }

    static List<NamedQueue> route(Exchange exchange, Message message) {
        Matches<NamedQueue> matches = new Matches<>();
        exchange.route(message, matches);
        return queues(matches);
    }

    static List<NamedQueue> queues(Matches<NamedQueue> matches) {
        List<NamedQueue> queues = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) queues.add(matches.queue(i));
        return queues;
    }
}
