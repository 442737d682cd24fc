package io.leveret.engine.message;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;

/** The header {@code x-delay}: how long a message wants to wait, and, once its sign is turned, how long it has waited. */
final class Delay {

    private static final String HEADER = "x-delay";

    private Delay() {
    }

    static long of(BasicProperties properties) {
        if (!properties.hasHeaders()) return 0;
        return properties.header(HEADER).filter(FieldValue::isInteger).map(FieldValue::asLong)
            .filter(millis -> millis > 0).orElse(0L);
    }

    static BasicProperties over(BasicProperties properties) {
        FieldTable headers = properties.headers();
        FieldValue delay = headers.find(HEADER).orElseThrow();
        return properties.withHeaders(headers.with(HEADER, new FieldValue(signed(delay.type()), -delay.asLong())));
    }

    /** Types without a sign have no room for a turned one. */
    private static FieldType signed(FieldType type) {
        return switch (type) {
            case UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT -> FieldType.LONG;
            default -> type;
        };
    }
}
