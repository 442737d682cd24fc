package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.engine.Broker;
import io.leveret.engine.access.User;
import io.leveret.engine.view.ClientDetails;
import io.leveret.engine.view.ConnectionState;
import java.util.Locale;

/**
 * What comes between the protocol header and an open connection: who the client is, which limits hold, which virtual
 * host it wants. Lives on the connection's loop; how far it has come, anybody may ask.
 */
final class Handshake {

    private enum Step {
        STARTING, TUNING, OPENING
    }

    /** The specification has every peer take frames of this size. */
    private static final int SMALLEST_FRAME_MAX = 4096;

    private static final ConnectionMethod.TuneOk NOTHING_AGREED = new ConnectionMethod.TuneOk(0, 0, 0);

    private final AmqpConnection connection;
    private final AmqpSettings settings;
    private final Broker broker;
    private final ClientSocket socket;
    private final Login login;
    private volatile Step step = Step.STARTING;
    private volatile ClientProperties client = ClientProperties.UNKNOWN;
    private volatile User user;
    private volatile ConnectionMethod.TuneOk tuned = NOTHING_AGREED;
    private volatile long begunAt;

    Handshake(AmqpConnection connection, AmqpSettings settings, Broker broker, Logins logins, ClientSocket socket) {
        this.connection = connection;
        this.settings = settings;
        this.broker = broker;
        this.socket = socket;
        this.login = new Login(connection, settings, broker, logins, socket, this::welcome);
    }

    /** What the client tells about itself, once it has. */
    ClientProperties client() {
        return client;
    }

    /** As far as it is known. */
    ClientDetails details() {
        return new ClientDetails(settings.identity().clusterName(), socket.host(), socket.port(), socket.peerHost(),
                socket.peerPort(), login.mechanism(), client.table(), tuned.channelMax(), tuned.frameMax(), tuned.heartbeat(), begunAt, socket.tlsDetails());
    }

    /** Who has logged in, or empty. */
    String userName() {
        User known = user;
        return known == null ? "" : known.name();
    }

    ConnectionState state() {
        return switch (step) {
            case STARTING -> ConnectionState.STARTING;
            case TUNING -> ConnectionState.TUNING;
            case OPENING -> ConnectionState.OPENING;
        };
    }

    void start() {
        begunAt = connection.loop().millis();
        connection.send(new ConnectionMethod.Start(0, 9, ServerProperties.of(settings.identity()),
                login.mechanisms(), "en_US"));
    }

    /** @throws AmqpException whatever goes wrong before the connection is open costs the connection */
    void handle(Method method) {
        if (step == Step.STARTING && method instanceof ConnectionMethod.StartOk startOk) logIn(startOk);
        else if (step == Step.TUNING && method instanceof ConnectionMethod.TuneOk tuneOk) tune(tuneOk);
        else if (step == Step.OPENING && method instanceof ConnectionMethod.Open open) open(open);
        else throw unexpected();
    }

    AmqpException unexpected() {
        return new AmqpException(ReplyCode.CHANNEL_ERROR,
                "unexpected method in connection state " + step.name().toLowerCase(Locale.ROOT));
    }

    private void logIn(ConnectionMethod.StartOk startOk) {
        client = new ClientProperties(startOk.clientProperties());
        login.begin(startOk);
    }

    private void welcome(User known) {
        user = known;
        connection.newcomer().becameKnown();
        step = Step.TUNING;
        connection.send(new ConnectionMethod.Tune(
                settings.channelMax(), settings.frameMax(), (int) settings.heartbeat().toSeconds()));
    }

    /** The client is not there any more. */
    void end() {
        login.end();
    }

    private void tune(ConnectionMethod.TuneOk tuneOk) {
        requireWithin("frame_max", tuneOk.frameMax(), SMALLEST_FRAME_MAX, settings.frameMax());
        requireWithin("channel_max", tuneOk.channelMax(), 1, settings.channelMax());
        step = Step.OPENING;
        tuned = tuneOk;
        connection.tuned(tuneOk.channelMax(), (int) tuneOk.frameMax(), tuneOk.heartbeat());
    }

    private void open(ConnectionMethod.Open open) {
        connection.open(broker.open(connection, user, open.virtualHost()));
    }

    private static void requireWithin(String field, long value, int least, int most) {
        if (value == 0 || value > most) {
            String given = value == 0 ? "0 (no limit)" : Long.toString(value);
            throw notAllowed(field, given, "higher than the maximum", most);
        }
        if (value < least) throw notAllowed(field, Long.toString(value), "lower than the minimum", least);
    }

    private static AmqpException notAllowed(String field, String given, String how, int limit) {
        return new AmqpException(ReplyCode.NOT_ALLOWED,
                "negotiated " + field + " = " + given + " is " + how + " allowed value (" + limit + ")");
    }
}
