package io.leveret.broker.amqp;

import io.leveret.broker.tls.TlsPeer;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.engine.Broker;
import io.leveret.engine.LoginEvents;
import io.leveret.engine.access.LoginAttempt;
import io.leveret.engine.access.User;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds out who a client is, by a password or by its certificate, and refuses it late and without saying why. Lives on the connection's
 * loop; the mechanism, anybody may ask for.
 */
final class Login {

    private final AmqpConnection connection;
    private final AmqpSettings settings;
    private final Broker broker;
    private final Logins logins;
    private final ClientSocket socket;
    private final Consumer<User> welcome;
    private volatile String mechanism = "";
    private Credentials credentials;
    private LoginAttempt attempt;
    private long begunAt;

    /** @param welcome gets who it is, if it is somebody */
    Login(AmqpConnection connection, AmqpSettings settings, Broker broker, Logins logins, ClientSocket socket, Consumer<User> welcome) {
        this.connection = connection;
        this.settings = settings;
        this.broker = broker;
        this.logins = logins;
        this.socket = socket;
        this.welcome = welcome;
    }

    /** What the client has chosen, or empty. */
    String mechanism() {
        return mechanism;
    }

    String mechanisms() {
        return settings.mechanisms().stream().filter(this::offers).collect(Collectors.joining(" "));
    }

    /** Whose certificates are checked may log in with them. */
    private boolean offers(String wanted) {
        if (!settings.mechanisms().contains(wanted)) return false;
        return !wanted.equals(Credentials.EXTERNAL) || socket.tls().filter(TlsPeer::mayBeVouchedFor).isPresent();
    }

    void begin(ConnectionMethod.StartOk startOk) {
        mechanism = startOk.mechanism();
        if (!offers(mechanism)) throw Credentials.unknown(mechanism);
        if (mechanism.equals(Credentials.EXTERNAL)) {
            connection.gate().close(); // what the client sends on speculation is read when it is known to be somebody
            lookAt(socket.tls().orElseThrow());
            return;
        }
        credentials = Credentials.read(mechanism, startOk.response());
        connection.gate().close();
        attempt = broker.reception().brake().attempt(socket.origin(), credentials.user(), () -> connection.loop().execute(this::takeTurn));
        if (attempt.isRefused()) notLookedAt("too many have failed");
        else if (attempt.isNext()) look();
    }

    /** It stood in line. */
    private void takeTurn() {
        connection.burst().noteWork();
        if (connection.phase().isOpening()) look();
        else attempt.leave();
    }

    private void look() {
        begunAt = connection.loop().millis();
        if (logins.check(credentials, socket.isFromLoopback(), connection.loop(), this::decided)) return;
        attempt.leave();
        notLookedAt("too many logins at once");
    }

    /** That is no failure: the password may be right. */
    private void notLookedAt(String why) {
        refused(credentials.user(), why);
        refuseLater(settings.loginFailureDelay().toMillis(), () -> { });
    }

    private void decided(Optional<User> known, String refusal) {
        String name = credentials.user();
        credentials = null; // clients stay for months, and their passwords need not
        if (!connection.phase().isOpening()) {
            attempt.leave();
        } else if (known.isPresent()) {
            attempt.succeeded();
            attempt = null;
            admit(known.get());
        } else {
            refused(name, refusal);
            refuse();
        }
    }

    /** Nobody gets further by guessing here, so it is answered as late as any first failure. */
    private void lookAt(TlsPeer peer) {
        String name = peer.user().orElse("");
        if (name.isEmpty()) vouchedFor(Optional.empty(), peer.whyNobody(), name);
        else logins.admit(name, socket.isFromLoopback(), (known, refusal) -> vouchedFor(known, refusal, name));
    }

    private void vouchedFor(Optional<User> known, String refusal, String name) {
        if (known.isPresent()) {
            admit(known.get());
        } else {
            refused(name, refusal);
            refuseLater(settings.loginFailureDelay().toMillis(), () -> { });
        }
    }

    private void admit(User user) {
        broker.reception().logins().succeeded(event(user.name()));
        welcome.accept(user);
        connection.gate().open();
    }

    private void refused(String name, String why) {
        connection.newcomer().log().warn("{}: login of user '{}' refused: {}", connection, LogText.of(name), why);
        broker.reception().logins().refused(event(name));
    }

    private LoginEvents.Attempt event(String name) {
        return new LoginEvents.Attempt(name, mechanism, socket.name(), socket.host(), socket.peerHost(), socket.peerPort(), socket.tlsDetails());
    }

    /**
     * After a while, so that guessing takes time, and later each time. It is counted from when the password was to be looked at: how long
     * that took would tell which names there are.
     */
    private void refuse() {
        long delay = settings.loginFailureDelay().toMillis() + attempt.failed();
        long took = connection.loop().millis() - begunAt;
        refuseLater(Math.max(0, delay - took), attempt::answered);
    }

    /** Nothing is read until then, and the client does not learn why. */
    private void refuseLater(long delayMillis, Runnable whenDone) {
        AmqpException refusal = new AmqpException(ReplyCode.ACCESS_REFUSED, "Login was refused using authentication"
                + " mechanism " + mechanism + ". For details see the broker logfile.");
        connection.ending().refuseLater(refusal, delayMillis, whenDone);
    }

    /** The client is not there any more. */
    void end() {
        if (attempt != null) attempt.leave();
    }
}
