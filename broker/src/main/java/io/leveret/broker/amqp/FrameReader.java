package io.leveret.broker.amqp;

import io.leveret.codec.FrameDecoder;
import io.leveret.codec.FrameHandler;
import io.leveret.codec.ProtocolHeader;
import io.leveret.codec.error.AmqpException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/**
 * Brings the bytes of a socket to its connection, frame by frame, and keeps what cannot be used yet: the beginning of a
 * frame, or what came in just before a pause. Lives on the connection's loop.
 *
 * <p>Frames are read where Netty has put them. Only a frame that straddles two reads is copied together.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {

    /** RabbitMQ's limit before tune: large enough for a token as password. */
    private static final int FRAME_MAX_BEFORE_TUNE = 8192;

    /** Of a client that has not logged in, what it sends on speculation included. */
    private static final int MOST_OF_STRANGER = 2 * FRAME_MAX_BEFORE_TUNE;

    private final AmqpConnection connection;
    private final FrameHandler frames;
    private final SharedMemory.Share memory;
    private final FrameDecoder decoder = new FrameDecoder(FRAME_MAX_BEFORE_TUNE);
    private ChannelHandlerContext context;
    private boolean greeted;
    private ByteBuf kept;
    private long keptBytes;

    /**
     * @param frames gets them
     * @param memory for what is kept
     */
    FrameReader(AmqpConnection connection, FrameHandler frames, SharedMemory.Share memory) {
        this.connection = connection;
        this.frames = frames;
        this.memory = memory;
    }

    /** Holds for the frames that follow. */
    void limitFrames(int frameMax) {
        decoder.setFrameMax(frameMax);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        connection.accepted();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object read) {
        ByteBuf in = (ByteBuf) read;
        connection.bytesCame(in.readableBytes());
        try {
            if (kept != null) completeKept(in);
            if (kept == null) decode(in);
            if (in.isReadable()) keep(in);
        } finally {
            in.release();
            countKept();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        connection.endBurst();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        connection.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        drop();
        countKept();
        connection.disconnected();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event == Strangers.HAS_TO_LEAVE) connection.newcomer().makesRoom();
        else if (event instanceof SslCloseCompletionEvent) from.close(); // the client says over TLS that no more follows
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        connection.failedBy(cause);
    }

    /** Reading goes on: first with what was kept. */
    void resume() {
        if (context.isRemoved()) return;
        if (kept != null) {
            decode(kept);
            tidy();
            countKept();
        }
        connection.endBurst();
    }

    /** Runs all whole frames, up to a pause. */
    private void decode(ByteBuf in) {
        if (!greeted && !greet(in)) return;
        boolean again = true;
        while (again) {
            again = false;
            try {
                decoder.decode(in, frames);
            } catch (AmqpException brokenFrame) {
                connection.ending().answer(brokenFrame, null, 0, 0);
                again = true; // the decoder stands behind the frame, or has dropped everything
            }
        }
        if (connection.phase().isDeaf()) in.skipBytes(in.readableBytes());
    }

    private boolean greet(ByteBuf in) {
        if (in.readableBytes() < ProtocolHeader.LENGTH) return false;
        greeted = true;
        connection.newcomer().greeted(ProtocolHeader.read(in));
        return true;
    }

    /** Adds to the kept bytes just what completes their first frame, so that the rest is read in place. */
    private void completeKept(ByteBuf in) {
        while (kept != null && in.isReadable() && frames.isReady()) {
            kept.writeBytes(in, Math.min(missingBytes(), in.readableBytes()));
            decode(kept);
            tidy();
        }
    }

    private int missingBytes() {
        return greeted ? FrameDecoder.missingBytes(kept) : ProtocolHeader.LENGTH - kept.readableBytes();
    }

    private void keep(ByteBuf in) {
        int bytes = in.readableBytes() + (kept == null ? 0 : kept.readableBytes());
        if (bytes > MOST_OF_STRANGER && !connection.newcomer().isKnown()) {
            connection.newcomer().saysTooMuch();
            return;
        }
        if (kept == null) kept = context.alloc().heapBuffer(in.readableBytes());
        kept.writeBytes(in);
    }

    /** The memory of a frame is bounded, so nobody asks whether there is so much. */
    private void countKept() {
        long bytes = kept == null ? 0 : kept.capacity();
        if (bytes == keptBytes) return;
        memory.note(bytes - keptBytes);
        keptBytes = bytes;
    }

    private void tidy() {
        if (kept.isReadable()) kept.discardSomeReadBytes();
        else drop();
    }

    private void drop() {
        if (kept != null) kept.release();
        kept = null;
    }
}
