package io.leveret.broker.amqp;

/**
 * Whether a client streams: it publishes on and on, without confirms, transactions or calls, and has not been sent anything meanwhile.
 * Such a client does not notice that it is read from a moment later; any other may wait for an answer. Lives on the connection's loop.
 */
final class Streaming {

    /** So many publishes in a row; fewer may be calls, of which the answers are on their way. */
    static final int LEAST = 1000;

    private final Gathering gathering;
    private final Outbound outbound;
    private long sentBefore;
    private int inARow;
    private int published;
    private boolean asked;

    Streaming(Gathering gathering, Outbound outbound) {
        this.gathering = gathering;
        this.outbound = outbound;
    }

    /** The client has published a message, of which it hears no more. */
    void published() {
        published++;
    }

    /** The client has sent something after which it may wait. */
    void asked() {
        asked = true;
    }

    /** What was read in one go has been worked off. */
    void endBurst() {
        long sent = outbound.buffersSent();
        boolean answered = asked || sent != sentBefore;
        if (published == 0 && !answered) return; // a heartbeat, or a part of something
        inARow = answered ? 0 : Math.min(LEAST, inARow + published);
        if (inARow < LEAST) gathering.served();
        else gathering.streamed(published);
        sentBefore = sent;
        published = 0;
        asked = false;
    }
}
