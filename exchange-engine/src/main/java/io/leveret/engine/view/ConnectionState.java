package io.leveret.engine.view;

import java.util.Locale;

/** What an open connection does. */
public enum ConnectionState {
    RUNNING,
    /** Nothing is read from it for the moment. */
    FLOW,
    /** It publishes, which nobody may while the broker is short of something. */
    BLOCKED,
    CLOSING;

    /** As in the API. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
