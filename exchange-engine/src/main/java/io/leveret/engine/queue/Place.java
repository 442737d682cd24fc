package io.leveret.engine.queue;

/**
 * How far somebody has looked through the messages of a queue: up to this one, and not further. Higher levels come first,
 * where a queue has several.
 */
public record Place(int level, long position) {

    /** Before all messages. */
    public static final Place START = new Place(Integer.MAX_VALUE, 0);
}
