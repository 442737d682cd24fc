package io.leveret.engine.view;

import io.leveret.engine.access.Rights;

/** A client's connection as its front lends it to the engine. Compared by identity; callable from any thread. */
public interface ClientConnection {

    /** Peer and own address, as RabbitMQ names connections: {@code 127.0.0.1:51234 -> 127.0.0.1:5672}. */
    String name();

    /** Who has logged in. */
    String userName();

    default ClientDetails details() {
        return ClientDetails.NONE;
    }

    /** What the client may do; asked on the thread that acts for it. */
    Rights rights();

    /**
     * Has the connection closed with 320 CONNECTION_FORCED.
     *
     * @param reason what the client is told
     */
    void close(String reason);
}
