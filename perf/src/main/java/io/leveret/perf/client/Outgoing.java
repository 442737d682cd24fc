package io.leveret.perf.client;

import io.leveret.codec.FrameOutput;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** What a connection is about to send: frames side by side in a buffer, which the socket gets when it is full, or on a flush. */
final class Outgoing implements FrameOutput {
    private static final int SMALLEST = 1024;
    private static final int LARGEST = 64 * 1024;

    private final Channel socket;

    private ByteBuf open;
    private int usual = SMALLEST;
    private boolean unflushed;

    Outgoing(Channel socket) {
        this.socket = socket;
    }

    @Override public ByteBuf room(int bytes) {
        if (open != null && open.writableBytes() < bytes) handOver();
        if (open == null) open = socket.alloc().directBuffer(Math.max(bytes, usual));
        return open;
    }

    /** Sends a buffer as it is, behind what was written before. */
    void append(ByteBuf buffer) {
        if (open != null) handOver();
        socket.write(buffer, socket.voidPromise());
        unflushed = true;
    }

    void flush() {
        if (open != null) handOver();
        if (!unflushed) return;
        unflushed = false;
        socket.flush();
    }

    void discard() {
        if (open != null) open.release();
        open = null;
    }

    private void handOver() {
        ByteBuf full = open;
        open = null;
        usual = Math.max(SMALLEST, Math.min(LARGEST, 2 * Integer.highestOneBit(full.readableBytes() | 1)));
        socket.write(full, socket.voidPromise());
        unflushed = true;
    }
}
