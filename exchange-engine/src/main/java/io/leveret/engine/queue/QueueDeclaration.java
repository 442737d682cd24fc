package io.leveret.engine.queue;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.settings.QueueType;

/**
 * What {@code queue.declare} asks for.
 *
 * @param name empty for a name that the broker makes up
 */
public record QueueDeclaration(String name, boolean durable, boolean exclusive, boolean autoDelete,
                               FieldTable arguments) {

    private static final String TYPE = "x-queue-type";

    /** The same declaration under the name that was found for it. */
    public QueueDeclaration named(String newName) {
        return new QueueDeclaration(newName, durable, exclusive, autoDelete, arguments);
    }

    /** The same declaration with a type, if it says none and is of a kind that may have any. */
    public QueueDeclaration withDefaultType(String type) {
        if (type.equals(QueueType.CLASSIC.toString()) || arguments.contains(TYPE)) return this;
        if (!durable || exclusive || autoDelete || name.startsWith("amq.")) return this;
        return new QueueDeclaration(name, true, false, false, arguments.with(TYPE, FieldValue.longString(type)));
    }

    /** An exclusive queue never outlives its connection, so it is stored as not durable whatever was asked. */
    public boolean isDurable() {
        return durable && !exclusive;
    }
}
