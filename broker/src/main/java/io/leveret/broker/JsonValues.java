package io.leveret.broker;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of JSON, as Java has them, into the protocol's and back. */
final class JsonValues {

    private JsonValues() {}

    /** @throws IllegalArgumentException when it is nothing that JSON can say */
    static FieldValue of(Object value) {
        if (value == null) return FieldValue.nothing();
        if (value instanceof String text) return FieldValue.longString(text);
        if (value instanceof Boolean truth) return FieldValue.bool(truth);
        if (value instanceof Integer || value instanceof Long) return FieldValue.longInt(((Number) value).longValue());
        if (value instanceof Double || value instanceof Float) return FieldValue.floating(((Number) value).doubleValue());
        if (value instanceof List<?> list) return FieldValue.array(list.stream().map(JsonValues::of).toList());
        if (value instanceof Map<?, ?> map) return FieldValue.table(table(map));
        throw new IllegalArgumentException("a value is as in JSON, not " + value.getClass().getName());
    }

    private static FieldTable table(Map<?, ?> map) {
        FieldTable.Builder table = FieldTable.builder();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) throw new IllegalArgumentException("a key is a text, not " + key);
            table.put(name, of(value));
        });
        return table.build();
    }

    static Object of(FieldValue value) {
        if (value.type() == FieldType.VOID) return null;
        if (value.isString()) return value.asText();
        if (value.isInteger()) return value.asLong();
        if (value.isArray()) return value.asArray().stream().map(JsonValues::of).collect(ArrayList::new, List::add, List::addAll);
        return value.isTable() ? map(value.asTable()) : value.value();
    }

    private static Map<String, Object> map(FieldTable table) {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        table.entries().forEach(entry -> values.put(entry.name(), entry.value()));
        return map(values);
    }

    static Map<String, Object> map(Map<String, FieldValue> values) {
        Map<String, Object> map = new LinkedHashMap<>();
        values.forEach((name, value) -> map.put(name, of(value)));
        return Collections.unmodifiableMap(map);
    }
}
