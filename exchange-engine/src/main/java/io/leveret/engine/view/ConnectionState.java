package io.leveret.engine.view;

import java.util.Locale;

/** What a connection does; RabbitMQ's names. */
public enum ConnectionState {
    /** It has yet to say who it is. */
    STARTING,
    /** It has yet to agree on limits. */
    TUNING,
    /** It has yet to say which virtual host it wants. */
    OPENING,
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
