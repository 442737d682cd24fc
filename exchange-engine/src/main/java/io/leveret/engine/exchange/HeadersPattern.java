package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the arguments of a binding ask of a message's headers: all of the conditions or any of them. */
record HeadersPattern(boolean all, List<Condition> conditions) {
    static final String MATCH = "x-match";
    private static final Set<String> WAYS = Set.of("all", "any", "all-with-x", "any-with-x");
    private static final String WITH_X = "-with-x";

    private static final HeadersPattern NOTHING = new HeadersPattern(false, List.of());

    /** One header, and what it must be in the form of {@link #comparable}. */
    record Condition(String name, Object value) {
        /** In place of a value: the header must be there, whatever it says. */
        static final Object PRESENT = new Object();

        boolean holds(FieldTable headers) {
            Optional<FieldValue> actual = headers.find(name);
            return actual.isPresent() && (value == PRESENT || value.equals(comparable(actual.get())));
        }
    }

    static HeadersPattern of(FieldTable arguments) {
        String way = wayOf(arguments);
        boolean all = way.startsWith("all");
        List<Condition> conditions = new ArrayList<>();
        for (FieldTable.Entry argument : arguments.entries()) {
            if (!takesPart(argument.name(), way)) continue;
            Condition condition = condition(argument);
            if (condition != null) {
                conditions.add(condition);
            } else if (all) {
                return NOTHING;
            }
        }
        return new HeadersPattern(all, List.copyOf(conditions));
    }

    /** How many of the conditions have to hold. */
    static String wayOf(FieldTable arguments) {
        return arguments.find(MATCH).map(HeadersPattern::way).orElse("all");
    }

    /** Every message fits, even one without headers. */
    boolean asksNothing() {
        return all && conditions.isEmpty();
    }

    /** Whether one condition that holds decides the matter. */
    boolean oneIsEnough() {
        return !all || conditions.size() == 1;
    }

    boolean allHold(FieldTable headers) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(headers)) return false;
        }
        return true;
    }

    /**
     * A value so that {@code equals} is what a headers exchange means by equal: integers of any width by their number, floats
     * and doubles likewise, everything else by type and value. Null for what equals nothing: arrays, tables and void.
     */
    static Object comparable(FieldValue value) {
        return switch (value.type()) {
            case BYTE, UNSIGNED_BYTE, SHORT, UNSIGNED_SHORT, SIGNED_INT, UNSIGNED_INT, LONG, OTHER_LONG -> value.asLong();
            case FLOAT, DOUBLE -> ((Number) value.value()).doubleValue();
            case BOOL, LONG_STRING -> value.value();
            case TIMESTAMP, DECIMAL, BINARY -> value;
            case ARRAY, TABLE, VOID -> null;
        };
    }

    private static String way(FieldValue value) {
        if (!value.isString()) {
            throw new AmqpException(PRECONDITION_FAILED, "Invalid x-match field type " + value.type().typeName()
                    + " (value " + value.asText() + "); expected longstr");
        }
        if (!WAYS.contains(value.asText())) {
            throw new AmqpException(PRECONDITION_FAILED, "Invalid x-match field value <<\"" + value.asText()
                    + "\">>; expected all, any, all-with-x, or any-with-x");
        }
        return value.asText();
    }

    static boolean takesPart(String argument, String way) {
        if (argument.equals(MATCH)) return false;
        return !argument.startsWith("x-") || way.endsWith(WITH_X);
    }

    /** Null if no header can fulfil it. */
    static Condition condition(FieldTable.Entry argument) {
        if (argument.value().type() == FieldType.VOID) return new Condition(argument.name(), Condition.PRESENT);
        Object value = comparable(argument.value());
        return value == null ? null : new Condition(argument.name(), value);
    }
}
