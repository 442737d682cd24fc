package io.leveret.broker.amqp;

import io.leveret.broker.tls.ServerTls;
import java.util.Optional;

/**
 * What stands between an accepted socket and AMQP.
 *
 * @param proxies if all clients come through one
 */
public record Entrance(Optional<TrustedSources> proxies, Optional<ServerTls> tls) {

    public static final Entrance PLAIN = new Entrance(Optional.empty(), Optional.empty());

    /** Whether nothing does. */
    boolean isOpen() {
        return proxies.isEmpty() && tls.isEmpty();
    }
}
