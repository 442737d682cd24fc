package io.leveret.broker.amqp;

import io.leveret.codec.BodyFrames;
import io.leveret.codec.FrameOutput;
import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.Metric;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a connection is about to send: frames side by side in one buffer, which the socket gets when it is full or when
 * the burst ends. Lives on the connection's loop.
 *
 * <p>While the socket still works on earlier buffers, a flush leaves the open one to fill on: a slow reader costs a few
 * buffers, however often somebody flushes. A big body is written bit by bit as the socket takes it, and holds up all that
 * follows: a message however large, and a thousand of them for channels that have asked for one each, cost no more memory.
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

    /** What waits for its turn: the rest of a big body, or a full buffer that comes after one. */
    private record Waiting(BodyFrames body, ByteBuf full) {
    }

    private final Channel socket;
    private final ReadGate gate;
    private final SharedMemory.Share unsent;
    private final Counters traffic;
    private final Deque<Waiting> waiting = new ArrayDeque<>(0);
    private long waitingBytes;
    private boolean takingTurns;
    private ByteBuf frames;
    private int usual = SMALLEST;
    private int onTheWay;
    private boolean unflushed;
    private boolean sentSomething;
    private long buffersSent;
    private boolean flooded;
    private boolean gone;

    /**
     * @param gate   closed while the client asks on and on, and does not read the answers
     * @param unsent for what the socket is still to take
     */
    Outbound(Channel socket, ReadGate gate, SharedMemory.Share unsent, Counters traffic) {
        this.socket = socket;
        this.gate = gate;
        this.unsent = unsent;
        this.traffic = traffic;
    }

    @Override
    public ByteBuf room(int bytes) {
        try {
            return roomFor(bytes);
        } catch (OutOfMemoryError none) {
            socket.pipeline().fireExceptionCaught(none); // costs this connection, and nobody who happens to write to it
            discard();
            frames = Unpooled.buffer(bytes);
            return frames;
        }
    }

    private ByteBuf roomFor(int bytes) {
        ByteBuf open = frames;
        if (open != null) {
            if (open.writableBytes() >= bytes) return open;
            if (open.readableBytes() + bytes <= FULL) return open.ensureWritable(bytes);
            handOver();
        }
        frames = socket.alloc().directBuffer(Math.max(bytes, usual));
        return frames;
    }

    @Override
    public void stream(BodyFrames body) {
        if (waiting.isEmpty()) writeSome(body);
        if (!body.hasMore() || gone) return;
        if (frames != null) handOver();
        waiting.add(new Waiting(body, null));
        waitingBytes += body.remaining();
        stopAskingIfFlooded();
    }

    /** Sends what is there, or leaves it for the moment when the socket has finished what it has. */
    void flush() {
        if (frames != null && onTheWay < MOST_ON_THE_WAY && waiting.isEmpty()) handOver();
        if (!unflushed) return;
        unflushed = false;
        socket.flush();
    }

    /** Whether the client reads as fast as it is sent to; if not, deliveries wait. */
    boolean isWritable() {
        return socket.isWritable() && waiting.isEmpty();
    }

    /** The socket takes more; what waits here goes first. */
    void writeOn() {
        if (waiting.isEmpty() || takingTurns) return;
        if (frames != null) handOver();
        takingTurns = true;
        while (!waiting.isEmpty() && socket.isWritable()) writeFirst();
        if (frames != null) handOver();
        takingTurns = false;
        flush();
    }

    /** The client has read so much that the socket takes more, and nothing waits. */
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

    /** How many buffers the socket has been given. */
    long buffersSent() {
        return buffersSent;
    }

    /** Drops what was never sent: the socket is gone. */
    void discard() {
        gone = true;
        if (frames != null) frames.release();
        frames = null;
        for (Waiting next : waiting) if (next.full() != null) drop(next.full());
        waiting.clear();
        waitingBytes = 0;
    }

    private void writeFirst() {
        Waiting first = waiting.peek();
        if (first.full() != null) {
            if (frames != null) handOver();
            waiting.remove();
            waitingBytes -= first.full().readableBytes();
            send(first.full());
            return;
        }
        waitingBytes -= first.body().remaining();
        writeSome(first.body());
        if (gone) return;
        waitingBytes += first.body().remaining();
        if (!first.body().hasMore()) waiting.remove();
    }

    private void writeSome(BodyFrames body) {
        while (body.hasMore() && socket.isWritable()) body.writeNext(this);
    }

    private void handOver() {
        ByteBuf full = frames;
        frames = null;
        usual = Math.max(SMALLEST, Math.min(FULL, Integer.highestOneBit(full.readableBytes()) << 1));
        unsent.note(full.readableBytes());
        if (gone) {
            drop(full);
        } else if (waiting.isEmpty() || takingTurns) {
            send(full);
        } else {
            waiting.add(new Waiting(null, full));
            waitingBytes += full.readableBytes();
        }
        stopAskingIfFlooded();
    }

    private void send(ByteBuf full) {
        int bytes = full.readableBytes();
        traffic.add(Metric.SENT_BYTES, bytes);
        traffic.add(Metric.SENT_WRITES, 1);
        onTheWay++;
        sentSomething = true;
        buffersSent++;
        unflushed = true;
        socket.write(full).addListener(write -> written(write, bytes));
    }

    private void drop(ByteBuf full) {
        unsent.note(-full.readableBytes());
        full.release();
    }

    private void stopAskingIfFlooded() {
        if (flooded || socket.bytesBeforeWritable() + waitingBytes <= MOST_UNREAD) return;
        flooded = true;
        gate.close();
    }

    private void written(Future<?> write, int bytes) {
        onTheWay--;
        unsent.note(-bytes);
        if (write.isSuccess()) {
            if (frames != null) flush();
        } else {
            discard();
            socket.close(); // nothing may follow what is missing
        }
    }
}
