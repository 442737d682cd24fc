package io.leveret.engine.access;

import java.util.Locale;

/** What permissions are about. */
public enum Operation {
    /** Declare and delete. */
    CONFIGURE,
    /** Publish to an exchange; bind to a queue or an exchange. */
    WRITE,
    /** Consume, fetch and purge; bind from an exchange. */
    READ;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As error texts name it. */
    @Override
    public String toString() {
        return text;
    }
}
