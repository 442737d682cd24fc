package io.leveret.engine.view;

/**
 * A channel, and whose it is.
 *
 * @param peerHost where the client is, or empty
 */
public record ChannelName(String connection, int number, String user, String peerHost, int peerPort) {

    /** As RabbitMQ names channels. */
    @Override
    public String toString() {
        return connection + " (" + number + ")";
    }
}
