package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.access.Origin;
import io.leveret.engine.access.Rights;
import io.leveret.engine.view.ClientDetails;

/**
 * A client's stay in a virtual host: who it is, what it may do, and its share of the limits. Lives on the client's
 * loop, from {@code connection.open} to the end of the connection.
 */
public final class Session {

    private final Sessions sessions;
    private final String user;
    private final ClientDetails client;
    private final VirtualHost virtualHost;
    private final Rights rights;
    private final ClientEvents events;
    private int channels;
    private boolean ended;

    Session(Sessions sessions, String user, ClientDetails client, VirtualHost virtualHost, Rights rights, ClientEvents events) {
        this.sessions = sessions;
        this.user = user;
        this.client = client;
        this.virtualHost = virtualHost;
        this.rights = rights;
        this.events = events;
    }

    /** Who has logged in. */
    public String user() {
        return user;
    }

    Origin origin() {
        return Origin.of(client.peerHost());
    }

    /** Whether the client may publish in that name: its own, or as an impersonator any; asks for the tags as they are now. */
    public boolean mayPublishAs(String name) {
        return name.equals(user) || sessions.isImpersonator(user);
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

    /** @throws AmqpException 530 when the user has as many channels as it may, or all together have */
    public void openChannel() {
        sessions.openChannel(user, client.node());
        channels++;
    }

    public void closeChannel() {
        channels--;
        sessions.closeChannels(user, 1);
    }

    /** Once is enough, again is harmless. */
    public void end() {
        if (ended) return;
        ended = true;
        sessions.closeChannels(user, channels);
        sessions.remove(this);
    }
}
