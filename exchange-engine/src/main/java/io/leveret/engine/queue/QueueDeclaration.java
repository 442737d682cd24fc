package io.leveret.engine.queue;

import io.leveret.codec.value.FieldTable;

/**
 * What {@code queue.declare} asks for.
 *
 * @param name empty for a name that the broker makes up
 */
public record QueueDeclaration(String name, boolean durable, boolean exclusive, boolean autoDelete,
                               FieldTable arguments) {

    /** The same declaration under the name that was found for it. */
    public QueueDeclaration named(String newName) {
        return new QueueDeclaration(newName, durable, exclusive, autoDelete, arguments);
    }

    /** An exclusive queue never outlives its connection, so it is stored as not durable whatever was asked. */
    public boolean isDurable() {
        return durable && !exclusive;
    }
}
