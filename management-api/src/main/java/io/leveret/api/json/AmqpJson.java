package io.leveret.api.json;

import io.leveret.codec.value.Binary;
import io.leveret.codec.value.Decimal;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AMQP's tables as JSON, and back. Whole numbers become 64-bit integers, others doubles; JSON's null stands for nothing. */
public final class AmqpJson {

    /** What the catalog would have to read back. */
    private static final int DEEPEST = 32;

    private AmqpJson() {
    }

    public static Map<String, Object> of(FieldTable table) {
        Map<String, Object> object = new LinkedHashMap<>();
        table.forEach((name, value) -> object.put(name, of(value)));
        return object;
    }

    private static Object of(FieldValue value) {
        if (value.isTable()) return of(value.asTable());
        if (value.isArray()) return value.asArray().stream().map(AmqpJson::of).toList();
        if (value.value() instanceof Binary binary) return Base64.getEncoder().encodeToString(binary.toByteArray());
        if (value.value() instanceof Decimal decimal) return BigDecimal.valueOf(decimal.unscaled(), decimal.scale());
        return value.value();
    }

    /** @throws InvalidBodyException when something has no counterpart, as null has none where clients have to understand it */
    public static FieldTable table(Map<?, ?> object) {
        return table(object, 1, false);
    }

    /**
     * What is only kept, and given back as it came.
     *
     * @throws InvalidBodyException when something cannot be kept
     */
    public static FieldValue kept(Object value) {
        return value(value, 1, true);
    }

    private static FieldTable table(Map<?, ?> object, int depth, boolean mayBeNull) {
        FieldTable.Builder table = FieldTable.builder();
        object.forEach((name, value) -> {
            try {
                table.put((String) name, value(value, depth, mayBeNull));
            } catch (IllegalArgumentException e) {
                throw new InvalidBodyException(List.of("invalid_key", name));
            }
        });
        return table.build();
    }

    private static FieldValue value(Object value, int depth, boolean mayBeNull) {
        if (depth > DEEPEST) throw new InvalidBodyException("nested_too_deeply");
        if (value instanceof String text) return FieldValue.longString(text);
        if (value instanceof Boolean truth) return FieldValue.bool(truth);
        if (value instanceof Long number) return FieldValue.longInt(number);
        if (value instanceof Double number) return FieldValue.floating(number);
        if (value instanceof Map<?, ?> map) return FieldValue.table(table(map, depth + 1, mayBeNull));
        if (value instanceof List<?> list) return FieldValue.array(list.stream().map(each -> value(each, depth + 1, mayBeNull)).toList());
        if (value == null && mayBeNull) return FieldValue.nothing();
        throw new InvalidBodyException("null_not_allowed");
    }
}
