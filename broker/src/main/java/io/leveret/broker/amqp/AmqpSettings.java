package io.leveret.broker.amqp;

import java.time.Duration;
import java.util.List;

/**
 * What the AMQP front can be told; {@link #defaults()} are RabbitMQ's.
 *
 * @param channelMax        how many channels a connection may have open
 * @param frameMax          the largest frame, in bytes, that is sent or taken
 * @param heartbeat         the interval proposed to clients; zero for none
 * @param handshakeTimeout  how long a client may take from connecting to {@code connection.open}
 * @param loginFailureDelay how long a refused login waits for its answer, which slows down guessing
 * @param maxMessageSize    the largest body, in bytes
 * @param backlog           connections that the kernel holds until they are accepted
 * @param mechanisms        of SASL, in the order in which they are offered
 * @param identity          what the broker says it is
 * @param limits            how much of some things there may be
 */
public record AmqpSettings(int channelMax, int frameMax, Duration heartbeat, Duration handshakeTimeout,
                           Duration loginFailureDelay, long maxMessageSize, int backlog, List<String> mechanisms,
                           Identity identity, Limits limits) {

    /**
     * Clients choose their behaviour by product and version, so these name the RabbitMQ whose behaviour we follow; the
     * other two tell who we are.
     */
    public record Identity(String product, String version, String clusterName, String leveretVersion) {
    }

    /**
     * How much there may be beyond what the protocol negotiates.
     *
     * @param strangers           clients that have not logged in yet
     * @param consumersPerChannel less than 0 for as many as there is memory for
     */
    public record Limits(int strangers, int consumersPerChannel) {
    }

    private static final int SMALLEST_FRAME_MAX = 4096;
    private static final int LARGEST_FRAME_MAX = 16 << 20;
    private static final long LARGEST_MESSAGE = 512L << 20;
    private static final int LARGEST_SHORT = 65_535;

    public AmqpSettings {
        requireBetween("channel-max", channelMax, 1, LARGEST_SHORT);
        requireBetween("frame-max", frameMax, SMALLEST_FRAME_MAX, LARGEST_FRAME_MAX);
        requireBetween("heartbeat", heartbeat.toSeconds(), 0, LARGEST_SHORT);
        requireBetween("max-message-size", maxMessageSize, 1, LARGEST_MESSAGE);
        requireBetween("handshake-timeout", handshakeTimeout.toMillis(), 1, Integer.MAX_VALUE);
        requireBetween("login-failure-delay", loginFailureDelay.toMillis(), 0, handshakeTimeout.toMillis());
        requireBetween("backlog", backlog, 1, Integer.MAX_VALUE);
        requireBetween("unauthenticated-max", limits.strangers(), 1, Integer.MAX_VALUE);
    }

    public static AmqpSettings defaults() {
        return new AmqpSettings(2047, 131_072, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(1),
                16L << 20, 1024,
                List.of("PLAIN", "AMQPLAIN", Credentials.EXTERNAL), new Identity("RabbitMQ", "4.3.5", "rabbit@localhost", "0.1.0"),
                new Limits(5_000, -1));
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + least + " to " + most);
        }
    }
}
