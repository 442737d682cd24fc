package io.leveret.engine.settings;

import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import io.leveret.codec.value.WireString;
import java.util.List;
import java.util.Optional;

/** Whether a value will do; the problem is told in the words that RabbitMQ ends its 406 texts with. */
interface Check {

    /** Ten years in milliseconds: the longest time that RabbitMQ takes. */
    long LONGEST_TIME = 315_360_000_000L;

    Optional<String> problemWith(FieldValue value);

    /** Any integer. */
    static Check integer() {
        return value -> value.isInteger() ? Optional.empty()
            : Optional.of("\"expected integer, got " + value.type().typeName() + "\"");
    }

    /** An integer from 0. */
    static Check count() {
        return integer().and(value -> value.asLong() < 0
            ? Optional.of("{value_negative," + value.asLong() + "}") : Optional.empty());
    }

    /** An integer from 1. */
    static Check positive() {
        return count().and(value -> value.asLong() == 0 ? Optional.of("{value_zero,0}") : Optional.empty());
    }

    /** Milliseconds up to ten years. */
    static Check time() {
        return count().and(Check::tooLong);
    }

    /** Milliseconds up to ten years, and not none. */
    static Check positiveTime() {
        return positive().and(Check::tooLong);
    }

    static Check atMost(long maximum) {
        return count().and(value -> value.asLong() > maximum
            ? Optional.of("{max_value_exceeded," + value.asLong() + "}") : Optional.empty());
    }

    static Check text() {
        return ofType(FieldType.LONG_STRING);
    }

    /** A text that fits into a short string. */
    static Check shortText() {
        return text().and(value -> WireString.encodedLength(value.asText()) > WireString.LONGEST_SHORT_STRING
            ? Optional.of("\"longer than 255 bytes\"") : Optional.empty());
    }

    static Check bool() {
        return ofType(FieldType.BOOL);
    }

    /** @param otherwise what is said of any other text */
    static Check oneOf(String otherwise, String... allowed) {
        List<String> choices = List.of(allowed);
        return text().and(value -> choices.contains(value.asText()) ? Optional.empty() : Optional.of(otherwise));
    }

    /** A type of queues that there is. */
    static Check queueType() {
        return text().and(value -> QueueType.named(value.asText()) != null ? Optional.empty()
            : Optional.of("\"unsupported queue type '" + value.asText() + "'\""));
    }

    /** RabbitMQ's present layout of classic queues, or the one before; here they make no difference. */
    static Check queueVersion() {
        return integer().and(value -> value.asLong() == 1 || value.asLong() == 2 ? Optional.empty()
            : Optional.of("\"unsupported queue version '" + value.asLong() + "'\""));
    }

    static Check anything() {
        return value -> Optional.empty();
    }

    /** This check, and if it finds nothing, the other. */
    default Check and(Check next) {
        return value -> {
            Optional<String> problem = problemWith(value);
            return problem.isPresent() ? problem : next.problemWith(value);
        };
    }

    private static Check ofType(FieldType type) {
        return value -> value.type() == type ? Optional.empty()
            : Optional.of("{unacceptable_type," + value.type().typeName() + "}");
    }

    private static Optional<String> tooLong(FieldValue value) {
        return value.asLong() > LONGEST_TIME
            ? Optional.of("{value_too_large," + value.asLong() + "}") : Optional.empty();
    }
}
