package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a connection ends: why, by when at the latest, and what the log says of it. Lives on the connection's loop. */
final class Farewell {

    private static final Logger log = LoggerFactory.getLogger(Farewell.class);

    private static final String BY_CLIENT = "client unexpectedly closed TCP connection";

    /** How long a client may take to answer a close, or to close its socket. */
    private static final int LONGEST_SECONDS = 30;

    private final Loop loop;
    private final ClientSocket socket;
    private int seconds;
    private Loop.Timer deadline;
    private String reason = BY_CLIENT;
    private boolean isClientsFault;

    /** @param seconds how long the client has as long as no heartbeat is agreed */
    Farewell(Loop loop, ClientSocket socket, long seconds) {
        this.loop = loop;
        this.socket = socket;
        this.seconds = (int) Math.max(1, Math.min(seconds, LONGEST_SECONDS));
    }

    /** A client that is gone is not waited for longer than it takes to notice. */
    void agreeOnHeartbeat(int heartbeatSeconds) {
        seconds = heartbeatSeconds == 0 ? LONGEST_SECONDS : Math.min(heartbeatSeconds, LONGEST_SECONDS);
    }

    void because(String why) {
        reason = LogText.of(why);
        isClientsFault = false;
    }

    /** Somebody will look for this in the log. */
    void becauseOfClient(String why) {
        because(why);
        isClientsFault = true;
    }

    /** Clients put all kinds of texts behind the code, often the code again. */
    void closedByClient(int code, String text) {
        String said = text.strip();
        because("by the client, with " + (said.startsWith(String.valueOf(code)) ? said : (code + " " + said).strip()));
    }

    /** The socket is closed when the client has not done so by then. */
    void waitForClient() {
        end(seconds * 1000L, () -> socket.close());
    }

    void now(String why) {
        because(why);
        socket.close();
    }

    /** Closes the socket after a time, unless something else happens before. */
    void within(long millis, String why) {
        end(millis, () -> now(why));
    }

    private void end(long millis, Runnable how) {
        keep();
        deadline = loop.schedule(how, millis);
    }

    /** There is no deadline any more. */
    void keep() {
        if (deadline != null) deadline.cancel();
        deadline = null;
    }

    /**
     * @param said      whether the client ever said anything; a load balancer's check does not
     * @param strangers to be told of those that have not logged in
     */
    void log(AmqpConnection connection, boolean said, boolean wasOpen, StrangersLog strangers) {
        if (!said) log.debug("{} closed without a word", connection);
        else if (!connection.newcomer().isKnown()) logStranger(connection, wasOpen, strangers);
        else if (wasOpen) log.warn("{} ended: {}", connection, reason);
        else if (isClientsFault) log.warn("{} closed: {}", connection, reason);
        else log.info("{} closed: {}", connection, reason);
    }

    private void logStranger(AmqpConnection connection, boolean wasOpen, StrangersLog strangers) {
        if (wasOpen) strangers.warn("{} ended: {}", connection, reason);
        else if (isClientsFault) strangers.warn("{} closed: {}", connection, reason);
        else strangers.info("{} closed: {}", connection, reason);
    }
}
