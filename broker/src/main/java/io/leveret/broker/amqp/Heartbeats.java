package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;

/**
 * Keeps a quiet connection alive and finds a dead one. A frame goes out each half interval in which nothing else did;
 * two whole intervals without a byte end the connection. Lives on the connection's loop.
 */
final class Heartbeats {

    /** What a connection lets its heartbeats see and do. */
    interface Line {
        /** Whether bytes went out since the last time this was asked. */
        boolean takeSent();

        /** Whether bytes came in since the last time this was asked, or could not have: reading is paused. */
        boolean takeReceived();

        void sendHeartbeat();

        /** The client has been silent for too long. */
        void clientSilent();
    }

    private static final int MOST_SILENT_CHECKS = 2;

    private final Loop loop;
    private final Line line;
    private final long intervalMillis;
    private int silentChecks;
    private Loop.Timer sending;
    private Loop.Timer checking;
    private boolean stopped;

    private Heartbeats(Loop loop, Line line, int seconds) {
        this.loop = loop;
        this.line = line;
        this.intervalMillis = seconds * 1000L;
    }

    /** @param seconds the interval both sides agreed on; 0 for none in either direction */
    static Heartbeats start(Loop loop, Line line, int seconds) {
        Heartbeats heartbeats = new Heartbeats(loop, line, seconds);
        if (seconds == 0) {
            heartbeats.stopped = true;
        } else {
            heartbeats.awaitSending();
            heartbeats.awaitChecking();
        }
        return heartbeats;
    }

    /** What comes in, or does not, is of no interest any more. */
    void stopChecking() {
        if (!stopped) checking.cancel();
    }

    void stop() {
        if (stopped) return;
        stopped = true;
        sending.cancel();
        checking.cancel();
    }

    private void awaitSending() {
        sending = loop.schedule(this::send, intervalMillis / 2);
    }

    private void awaitChecking() {
        checking = loop.schedule(this::check, intervalMillis);
    }

    private void send() {
        if (stopped) return;
        if (!line.takeSent()) line.sendHeartbeat();
        awaitSending();
    }

    private void check() {
        if (stopped) return;
        silentChecks = line.takeReceived() ? 0 : silentChecks + 1;
        if (silentChecks < MOST_SILENT_CHECKS) {
            awaitChecking();
        } else {
            stop();
            line.clientSilent();
        }
    }
}
