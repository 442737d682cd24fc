package io.leveret.perf.client;

import io.leveret.codec.FrameDecoder;
import io.leveret.codec.ProtocolHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.util.List;

/** Brings the bytes of a socket to its connection, frame by frame. */
final class FrameReader extends ByteToMessageDecoder {
    private static final int A = 'A'; // no frame begins with it, a protocol header does

    private final ClientConnection connection;
    private final FrameDecoder decoder = new FrameDecoder(0);

    FrameReader(ClientConnection connection) {
        this.connection = connection;
    }

    @Override public void channelActive(ChannelHandlerContext context) {
        ByteBuf header = context.alloc().buffer(ProtocolHeader.LENGTH);
        ProtocolHeader.write(header);
        context.writeAndFlush(header);
    }

    @Override public void channelRead(ChannelHandlerContext context, Object read) throws Exception {
        connection.somethingCame();
        super.channelRead(context, read);
    }

    @Override protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> none) {
        if (connection.isOpening() && in.getByte(in.readerIndex()) == A) {
            if (in.readableBytes() < ProtocolHeader.LENGTH) return;
            in.skipBytes(in.readableBytes());
            connection.answeredWithHeader();
            return;
        }
        decoder.decode(in, connection);
    }

    @Override public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        connection.goOn();
        super.channelReadComplete(context);
    }

    @Override public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) connection.goOn();
    }

    @Override public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        connection.disconnected();
    }

    @Override public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable origin = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        connection.failed(origin);
    }
}
