package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.User;

/**
 * A client's stay in a virtual host: who it is, what it may do, and its share of the limits. Lives on the client's
 * loop, from {@code connection.open} to the end of the connection.
 */
public final class Session {

    private final Sessions sessions;
    private final User user;
    private final VirtualHost virtualHost;
    private final Rights rights;
    private final ClientEvents events;
    private int channels;
    private boolean ended;

    Session(Sessions sessions, User user, VirtualHost virtualHost, Rights rights, ClientEvents events) {
        this.sessions = sessions;
        this.user = user;
        this.virtualHost = virtualHost;
        this.rights = rights;
        this.events = events;
    }

    /** The user as of the login: other tags are for the next one. */
    public User user() {
        return user;
    }

    public VirtualHost virtualHost() {
        return virtualHost;
    }

    public Rights rights() {
        return rights;
    }

    /** To be told what the client begins and ends. */
    public ClientEvents events() {
        return events;
    }

    /** @throws AmqpException 530 when the user has as many channels as it may */
    public void openChannel() {
        sessions.openChannel(user.name());
        channels++;
    }

    public void closeChannel() {
        channels--;
        sessions.closeChannels(user.name(), 1);
    }

    /** Once is enough, again is harmless. */
    public void end() {
        if (ended) return;
        ended = true;
        sessions.closeChannels(user.name(), channels);
        sessions.remove(this);
    }
}
