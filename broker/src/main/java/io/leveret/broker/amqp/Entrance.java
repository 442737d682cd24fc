package io.leveret.broker.amqp;

import io.leveret.broker.tls.ServerTls;
import java.util.Optional;

/** What stands between an accepted socket and AMQP. */
public record Entrance(Optional<ServerTls> tls) {

    public static final Entrance PLAIN = new Entrance(Optional.empty());

    public static Entrance of(ServerTls tls) {
        return new Entrance(Optional.of(tls));
    }
}
