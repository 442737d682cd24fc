package io.leveret.broker.amqp;

/** How far a connection has come in its life, and how much a client may send after the end of it. Lives on the connection's loop. */
final class ConnectionPhase {

    private enum Phase {
        /** Waits for the protocol header. */
        GREETING,
        HANDSHAKE,
        RUNNING,
        /** The broker has sent close, and waits for close-ok. */
        CLOSING,
        /** All is said; the client closes its socket, or we do. */
        CLOSED
    }

    /** A publisher in full swing has some of this under way when it hears that it has to go; more is no oversight. */
    static final long MOST_AFTER_CLOSE_BYTES = 64 << 20;

    /** Read by whoever looks at the connection from outside. */
    private volatile Phase phase = Phase.GREETING;
    private long bytesAfterClose;

    void opening() {
        phase = Phase.HANDSHAKE;
    }

    void running() {
        phase = Phase.RUNNING;
    }

    void closing() {
        phase = Phase.CLOSING;
    }

    void closed() {
        phase = Phase.CLOSED;
    }

    /** Whether nothing has come yet, or not all of the protocol header. */
    boolean isGreeting() {
        return phase == Phase.GREETING;
    }

    /** Whether the client has yet to be let in. */
    boolean isOpening() {
        return phase == Phase.HANDSHAKE;
    }

    /** Whether channels may be used. */
    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /** Whether the broker has sent close. */
    boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** Whether nothing that comes means anything any more. */
    boolean isDeaf() {
        return phase == Phase.CLOSED;
    }

    /** @return false when so many bytes more have come after the close that it is too much */
    boolean endures(int bytes) {
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) bytesAfterClose += bytes;
        return bytesAfterClose <= MOST_AFTER_CLOSE_BYTES;
    }
}
