package io.leveret.engine;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.codec.value.WireString;
import io.leveret.engine.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a copy says about its original, in the words and types of RabbitMQ. It has to fit into a frame, and goes one level
 * deeper than the original: so what is very long or very deep is left out.
 */
final class TraceHeaders {

    private static final int LONGEST_PROPERTIES = 64 << 10;
    private static final int LONGEST_NAMES = 16 << 10;
    private static final int DEEPEST = 100;

    /** A name in a list has its type and its length before it. */
    private static final int BEFORE_NAME = 5;

    /** What properties have on the wire as flags are names in a table. */
    private static final int NAMES_OF_PROPERTIES = 256;

    private TraceHeaders() {
    }

    static FieldTable.Builder of(Message message, BasicProperties properties, String virtualHost, Tracing.Party party) {
        return FieldTable.builder()
            .put("exchange_name", message.exchange())
            .put("routing_keys", names(message.routingKeys(), party))
            .put("properties", table(properties, Math.min(LONGEST_PROPERTIES, party.frameMax() / 2)))
            .put("node", party.node())
            .put("vhost", virtualHost)
            .put("connection", party.connection())
            .put("channel", FieldValue.signedInt(party.channel()))
            .put("user", party.user());
    }

    private static FieldTable table(BasicProperties properties, int longest) {
        int room = longest - NAMES_OF_PROPERTIES;
        if (properties.length() > room) {
            BasicProperties others = properties.withoutHeaders();
            return others.length() > room ? FieldTable.EMPTY : table(others);
        }
        return table(properties);
    }

    private static FieldTable table(BasicProperties properties) {
        FieldTable.Builder table = FieldTable.builder();
        properties.contentType().ifPresent(type -> table.put("content_type", type));
        properties.contentEncoding().ifPresent(encoding -> table.put("content_encoding", encoding));
        headers(properties).ifPresent(headers -> table.put("headers", headers));
        if (properties.deliveryMode() > 0) table.put("delivery_mode", FieldValue.signedInt(properties.deliveryMode()));
        properties.priority().ifPresent(priority -> table.put("priority", FieldValue.signedInt(priority)));
        properties.correlationId().ifPresent(id -> table.put("correlation_id", id));
        properties.replyTo().ifPresent(replyTo -> table.put("reply_to", replyTo));
        properties.expiration().ifPresent(expiration -> table.put("expiration", expiration));
        properties.messageId().ifPresent(id -> table.put("message_id", id));
        properties.timestamp().ifPresent(seconds -> table.put("timestamp", integer(seconds)));
        properties.type().ifPresent(type -> table.put("type", type));
        properties.userId().ifPresent(id -> table.put("user_id", id));
        properties.appId().ifPresent(id -> table.put("app_id", id));
        properties.clusterId().ifPresent(id -> table.put("cluster_id", id));
        return table.build();
    }

    private static Optional<FieldTable> headers(BasicProperties properties) {
        if (!properties.hasHeaders()) return Optional.empty();
        return Optional.of(properties.headers()).filter(headers -> isNestedWithin(headers, DEEPEST));
    }

    private static boolean isNestedWithin(FieldTable table, int levels) {
        return levels > 0 && table.entries().stream().allMatch(entry -> isNestedWithin(entry.value(), levels - 1));
    }

    private static boolean isNestedWithin(FieldValue value, int levels) {
        if (value.isTable()) return isNestedWithin(value.asTable(), levels);
        if (!value.isArray()) return true;
        return levels > 0 && value.asArray().stream().allMatch(element -> isNestedWithin(element, levels - 1));
    }

    /** Of 32 bits as RabbitMQ's, unless the publisher counts in milliseconds. */
    private static FieldValue integer(long value) {
        return value == (int) value ? FieldValue.signedInt(value) : FieldValue.longInt(value);
    }

    /** As many as fit into an eighth of a frame. */
    static FieldValue names(List<String> names, Tracing.Party party) {
        int longest = Math.min(LONGEST_NAMES, party.frameMax() / 8);
        List<FieldValue> values = new ArrayList<>();
        int length = 0;
        for (String name : names) {
            length += BEFORE_NAME + WireString.encodedLength(name);
            if (length > longest) break;
            values.add(FieldValue.longString(name));
        }
        return FieldValue.array(values);
    }
}
