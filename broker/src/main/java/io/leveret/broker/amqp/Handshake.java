package io.leveret.broker.amqp;

import io.leveret.broker.tls.TlsPeer;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.engine.Broker;
import io.leveret.engine.LoginEvents;
import io.leveret.engine.access.LoginBrake;
import io.leveret.engine.access.User;
import io.leveret.engine.view.ClientDetails;
import io.leveret.engine.view.ConnectionState;
import io.leveret.engine.view.TlsDetails;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
    private final Logins logins;
    private final ClientSocket socket;
    private volatile Step step = Step.STARTING;
    private volatile ClientProperties client = ClientProperties.UNKNOWN;
    private volatile User user;
    private volatile String mechanism = "";
    private volatile ConnectionMethod.TuneOk tuned = NOTHING_AGREED;
    private volatile long begunAt;
    private long claimedAt;

    Handshake(AmqpConnection connection, AmqpSettings settings, Broker broker, Logins logins, ClientSocket socket) {
        this.connection = connection;
        this.settings = settings;
        this.broker = broker;
        this.logins = logins;
        this.socket = socket;
    }

    /** What the client tells about itself, once it has. */
    ClientProperties client() {
        return client;
    }

    /** As far as it is known. */
    ClientDetails details() {
        return new ClientDetails(settings.identity().clusterName(), socket.host(), socket.port(), socket.peerHost(),
                socket.peerPort(), mechanism, client.table(), tuned.channelMax(), tuned.frameMax(), tuned.heartbeat(), begunAt, tls());
    }

    private Optional<TlsDetails> tls() {
        return socket.tls().map(TlsPeer::details);
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
                mechanisms(), "en_US"));
    }

    private String mechanisms() {
        return settings.mechanisms().stream().filter(this::offers).collect(Collectors.joining(" "));
    }

    /** Whose certificates are checked may log in with them. */
    private boolean offers(String wanted) {
        if (!settings.mechanisms().contains(wanted)) return false;
        return !wanted.equals(Credentials.EXTERNAL) || socket.tls().filter(TlsPeer::mayBeVouchedFor).isPresent();
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
        mechanism = startOk.mechanism();
        claimedAt = connection.loop().millis();
        if (!offers(mechanism)) throw Credentials.unknown(mechanism);
        if (mechanism.equals(Credentials.EXTERNAL)) {
            logIn(socket.tls().orElseThrow());
            return;
        }
        Credentials credentials = Credentials.read(startOk.mechanism(), startOk.response());
        connection.gate().close(); // what the client sends on speculation is read when it is known to be somebody
        String name = credentials.user();
        if (broker.loginBrake().isFull(socket.origin(), name)) {
            notLookedAt(name, "too many have failed");
        } else if (!logins.check(credentials, socket.isFromLoopback(), connection.loop(),
                (known, refusal) -> decided(known, refusal, name, mechanism))) {
            notLookedAt(name, "too many logins at once");
        }
    }

    /** That is no failure: the password may be right. */
    private void notLookedAt(String name, String why) {
        refused(name, mechanism, why);
        refuseLater(mechanism, settings.loginFailureDelay().toMillis(), () -> { });
    }

    private void logIn(TlsPeer peer) {
        connection.gate().close();
        String name = peer.user().orElse("");
        if (name.isEmpty()) decided(Optional.empty(), peer.whyNobody(), name, Credentials.EXTERNAL);
        else logins.admit(name, socket.isFromLoopback(), (known, refusal) -> decided(known, refusal, name, Credentials.EXTERNAL));
    }

    private void decided(Optional<User> known, String refusal, String name, String mechanism) {
        if (!connection.phase().isOpening()) return;
        if (known.isEmpty()) {
            refused(name, mechanism, refusal);
            refuse(name, mechanism);
            return;
        }
        user = known.get();
        broker.loginBrake().succeeded(socket.origin(), name);
        broker.logins().succeeded(attempt(name, mechanism));
        connection.becameKnown();
        step = Step.TUNING;
        connection.send(new ConnectionMethod.Tune(
                settings.channelMax(), settings.frameMax(), (int) settings.heartbeat().toSeconds()));
        connection.gate().open();
    }

    private void refused(String name, String mechanism, String why) {
        connection.strangersLog().warn("{}: login of user '{}' refused: {}", connection, LogText.of(name), why);
        broker.logins().refused(attempt(name, mechanism));
    }

    private LoginEvents.Attempt attempt(String name, String mechanism) {
        return new LoginEvents.Attempt(name, mechanism, socket.name(), socket.host(), socket.peerHost(), socket.peerPort(), tls());
    }

    /**
     * After a while, so that guessing takes time, and later each time. It is counted from when the password came: how long looking at it
     * took would tell which names there are.
     */
    private void refuse(String name, String mechanism) {
        LoginBrake.Wait wait = broker.loginBrake().failed(socket.origin(), name);
        long took = connection.loop().millis() - claimedAt;
        refuseLater(mechanism, Math.max(0, settings.loginFailureDelay().toMillis() + wait.millis() - took), wait::answered);
    }

    /** Nothing is read until then, and the client does not learn why. */
    private void refuseLater(String mechanism, long delayMillis, Runnable whenDone) {
        AmqpException refusal = new AmqpException(ReplyCode.ACCESS_REFUSED, "Login was refused using authentication"
                + " mechanism " + mechanism + ". For details see the broker logfile.");
        connection.ending().refuseLater(refusal, delayMillis, whenDone);
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
