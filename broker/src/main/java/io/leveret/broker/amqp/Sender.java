package io.leveret.broker.amqp;

import io.leveret.codec.CommandEncoder;
import io.leveret.codec.method.Method;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;

/** Writes commands to a connection's client; they leave with the end of the burst. Lives on the connection's loop. */
final class Sender {

    /** Every peer takes frames of this size. */
    private static final int FRAME_MAX_BEFORE_TUNE = 4096;

    private final CommandEncoder encoder = new CommandEncoder(FRAME_MAX_BEFORE_TUNE);
    private final Outbound outbound;
    private final Backlog backlog;
    private final Burst burst;

    Sender(Outbound outbound, Burst burst) {
        this.outbound = outbound;
        this.backlog = new Backlog(outbound);
        this.burst = burst;
    }

    void limitFrames(int frameMax) {
        encoder.setFrameMax(frameMax);
    }

    void send(int channel, Method method) {
        encoder.method(outbound, channel, method);
        burst.noteWork();
    }

    void send(int channel, Method method, BasicProperties properties, Body body) {
        encoder.content(outbound, channel, method, properties, body);
        burst.noteWork();
    }

    void heartbeat() {
        encoder.heartbeat(outbound);
        burst.noteWork();
    }

    Outbound outbound() {
        return outbound;
    }

    /** Deliveries that are still to be written. */
    Backlog backlog() {
        return backlog;
    }
}
