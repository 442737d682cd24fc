package io.leveret.broker.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Brings the bytes of a socket to its connection, frame by frame, and keeps what cannot be used yet: the beginning of a
 * frame, or what came in just before a pause. Lives on the connection's loop.
 *
 * <p>Frames are read where Netty has put them. Only a frame that straddles two reads is copied together.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {

    private final AmqpConnection connection;
    private ChannelHandlerContext context;
    private ByteBuf kept;

    FrameReader(AmqpConnection connection) {
        this.connection = connection;
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
        try {
            if (kept != null) readKept(in);
            if (kept == null) connection.receive(in);
            if (in.isReadable()) keep(in);
        } finally {
            in.release();
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
        connection.disconnected();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        connection.failedBy(cause);
    }

    /** Reading may go on: first with what was kept. */
    void resume() {
        if (context.isRemoved()) return;
        if (kept != null) {
            connection.receive(kept);
            tidy();
        }
        connection.endBurst();
    }

    /** Forgets what was kept, for a connection that reads nothing any more. */
    void drop() {
        if (kept != null) kept.release();
        kept = null;
    }

    /** Adds to the kept bytes just what completes their first frame, so that the rest is read in place. */
    private void readKept(ByteBuf in) {
        while (kept != null && in.isReadable() && connection.isReading()) {
            int missing = connection.bytesMissing(kept);
            kept.writeBytes(in, Math.min(missing, in.readableBytes()));
            connection.receive(kept);
            tidy();
        }
    }

    private void tidy() {
        if (kept == null) return;
        if (kept.isReadable()) kept.discardSomeReadBytes();
        else drop();
    }

    private void keep(ByteBuf in) {
        if (kept == null) kept = context.alloc().directBuffer(Math.max(in.readableBytes(), 256));
        kept.writeBytes(in);
    }
}
