package io.leveret.engine;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.view.TlsDetails;
import java.util.Optional;

/** Says in the words of RabbitMQ who logs in over AMQP, and who is refused; both are counted. Callable from any thread. */
public final class LoginEvents {

    /**
     * A name and a password, sent by somebody.
     *
     * @param user       the name as it was given
     * @param mechanism  of SASL
     * @param connection its name
     * @param host       the broker's address, or empty
     * @param peerHost   where the client is, or empty
     * @param tls        empty where nothing is encrypted
     */
    public record Attempt(String user, String mechanism, String connection, String host, String peerHost, int peerPort,
                          Optional<TlsDetails> tls) {
    }

    private static final String PROTOCOL = "amqp091";

    private final Events events;
    private final LoginCounts counts;

    LoginEvents(Events events, LoginCounts counts) {
        this.events = events;
        this.counts = counts;
    }

    public void succeeded(Attempt login) {
        counts.attempted(PROTOCOL, login.peerHost(), login.user(), true);
        events.tell("user.authentication.success", () -> details(login).build());
    }

    /** It does not say why: whoever listens need not learn which names there are. */
    public void refused(Attempt login) {
        counts.attempted(PROTOCOL, login.peerHost(), login.user(), false);
        events.tell("user.authentication.failure",
            () -> details(login).put("error", "user '" + login.user() + "' - invalid credentials").build());
    }

    private static FieldTable.Builder details(Attempt login) {
        return TlsFields.put(login.tls(), FieldTable.builder().put("name", login.user())
            .put("auth_mechanism", login.mechanism())
            .put("connection_name", login.connection())
            .put("connection_type", "network")
            .put("host", login.host())
            .put("peer_host", login.peerHost())
            .put("peer_port", FieldValue.longInt(login.peerPort()))
            .put("protocol", "{0,9,1}"));
    }
}
