package io.leveret.broker.amqp;

import io.leveret.codec.FrameOutput;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

/**
 * What a connection is about to send: frames side by side in one buffer, which the socket gets when it is full or when
 * the burst ends. Lives on the connection's loop.
 *
 * <p>While the socket still works on earlier buffers, a flush leaves the open one to fill on: a slow reader costs a few
 * buffers, however often somebody flushes.
 */
final class Outbound implements FrameOutput {

    /** A buffer this long is on its way; longer ones win nothing, and hold memory. */
    static final int FULL = 64 * 1024;

    /** Holds the replies of an ordinary turn. */
    private static final int SMALLEST = 512;

    private static final int MOST_ON_THE_WAY = 2;

    /**
     * Deliveries stop as soon as the socket is not writable; answers go on until this much waits. A client that writes
     * before it reads again needs us to read on, one that never reads must not fill the memory.
     */
    static final long MOST_UNREAD = 1 << 20;

    private final Channel socket;
    private final ReadGate gate;
    private final SharedMemory.Share unsent;
    private ByteBuf frames;
    private int usual = SMALLEST;
    private int onTheWay;
    private boolean unflushed;
    private boolean sentSomething;
    private boolean flooded;

    /**
     * @param gate   closed while the client asks on and on, and does not read the answers
     * @param unsent for what the socket is still to take
     */
    Outbound(Channel socket, ReadGate gate, SharedMemory.Share unsent) {
        this.socket = socket;
        this.gate = gate;
        this.unsent = unsent;
    }

    @Override
    public ByteBuf room(int bytes) {
        ByteBuf open = frames;
        if (open != null) {
            if (open.writableBytes() >= bytes) return open;
            if (open.readableBytes() + bytes <= FULL) return open.ensureWritable(bytes);
            handOver();
        }
        frames = socket.alloc().directBuffer(Math.max(bytes, usual));
        return frames;
    }

    /** Sends what is there, or leaves it for the moment when the socket has finished what it has. */
    void flush() {
        if (frames != null && onTheWay < MOST_ON_THE_WAY) handOver();
        if (!unflushed) return;
        unflushed = false;
        socket.flush();
    }

    /** Whether the client reads as fast as it is sent to; if not, deliveries wait. */
    boolean isWritable() {
        return socket.isWritable();
    }

    /** The client has read so much that the socket takes more. */
    void becameWritable() {
        if (!flooded) return;
        flooded = false;
        gate.open();
    }

    /** Whether bytes went out since the last time this was asked. */
    boolean takeSent() {
        boolean sent = sentSomething;
        sentSomething = false;
        return sent;
    }

    /** Drops what was never sent: the socket is gone. */
    void discard() {
        if (frames != null) frames.release();
        frames = null;
    }

    private void handOver() {
        ByteBuf full = frames;
        frames = null;
        usual = Math.max(SMALLEST, Math.min(FULL, Integer.highestOneBit(full.readableBytes()) << 1));
        onTheWay++;
        sentSomething = true;
        unflushed = true;
        int bytes = full.readableBytes();
        unsent.note(bytes);
        socket.write(full).addListener(write -> written(write, bytes));
        if (!flooded && socket.bytesBeforeWritable() > MOST_UNREAD) {
            flooded = true;
            gate.close();
        }
    }

    private void written(Future<?> write, int bytes) {
        onTheWay--;
        unsent.note(-bytes);
        if (!write.isSuccess()) discard();
        else if (frames != null) flush();
    }
}
