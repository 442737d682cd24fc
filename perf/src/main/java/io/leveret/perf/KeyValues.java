package io.leveret.perf;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.Map;

/** What the command line says of arguments and properties: {@code key=value}. */
final class KeyValues {

    private KeyValues() {}

    /** Whole numbers and truth values are sent as such, all else as text. */
    static FieldTable table(Map<String, String> pairs) {
        FieldTable.Builder table = FieldTable.builder();
        pairs.forEach((name, value) -> table.put(name, value(value)));
        return table.build();
    }

    /** What is none of the properties of AMQP is a header. */
    static BasicProperties properties(Map<String, String> pairs, boolean persistent) {
        BasicProperties.Builder properties = BasicProperties.builder();
        FieldTable.Builder headers = FieldTable.builder();
        if (persistent) properties.persistent();
        pairs.forEach((name, value) -> {
            if (!put(properties, name, value)) headers.put(name, value(value));
        });
        FieldTable built = headers.build();
        return built.isEmpty() ? properties.build() : properties.headers(built).build();
    }

    private static boolean put(BasicProperties.Builder properties, String name, String value) {
        switch (name) {
            case "contentType" -> properties.contentType(value);
            case "contentEncoding" -> properties.contentEncoding(value);
            case "deliveryMode" -> properties.deliveryMode(number(name, value));
            case "priority" -> properties.priority(number(name, value));
            case "correlationId" -> properties.correlationId(value);
            case "replyTo" -> properties.replyTo(value);
            case "expiration" -> properties.expiration(value);
            case "messageId" -> properties.messageId(value);
            case "timestamp" -> properties.timestamp(number(name, value));
            case "type" -> properties.type(value);
            case "userId" -> properties.userId(value);
            case "appId" -> properties.appId(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("message property " + name + " must be a number, not '" + value + "'");
        }
    }

    private static FieldValue value(String text) {
        if (text.matches("-?\\d{1,18}")) return FieldValue.longInt(Long.parseLong(text));
        if (text.equals("true") || text.equals("false")) return FieldValue.bool(Boolean.parseBoolean(text));
        return FieldValue.longString(text);
    }
}
