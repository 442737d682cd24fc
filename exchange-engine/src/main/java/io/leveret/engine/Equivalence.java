package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.Optional;

/** Compares a declaration with what exists by that name; a difference is a 406 with RabbitMQ's words. */
record Equivalence(String description) {

    /** @throws AmqpException when the two differ */
    void require(String property, Object received, Object current) {
        if (received.equals(current)) return;
        throw inequivalent(property, "received '" + received + "' but current is '" + current + "'");
    }

    /**
     * Integers of any width are equal when their values are.
     *
     * @throws AmqpException when only one side has the argument, or the values differ
     */
    void requireArgument(String name, FieldTable received, FieldTable current) {
        Optional<FieldValue> is = received.find(name);
        Optional<FieldValue> was = current.find(name);
        if (is.isEmpty() && was.isEmpty()) return;
        if (is.isEmpty()) throw inequivalent(name, "received none but current is " + described(was.get()));
        if (was.isEmpty()) throw inequivalent(name, "received " + described(is.get()) + " but current is none");
        if (!isSame(is.get(), was.get())) {
            throw inequivalent(name, "received '" + text(is.get()) + "' but current is '" + text(was.get()) + "'");
        }
    }

    private static boolean isSame(FieldValue one, FieldValue other) {
        if (one.isInteger() && other.isInteger()) return one.asLong() == other.asLong();
        return one.equals(other);
    }

    private static String described(FieldValue value) {
        return "the value '" + text(value) + "' of type '" + value.type().typeName() + "'";
    }

    private static String text(FieldValue value) {
        return String.valueOf(value.value());
    }

    private AmqpException inequivalent(String property, String difference) {
        return new AmqpException(ReplyCode.PRECONDITION_FAILED,
            "inequivalent arg '" + property + "' for " + description + ": " + difference);
    }
}
