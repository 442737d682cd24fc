package io.leveret.api.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which ports speak TLS, and how. */
public record SecurePorts(Map<Integer, Function<ByteBufAllocator, ChannelHandler>> handlers) {

    private static final Logger log = LoggerFactory.getLogger(SecurePorts.class);

    /** Before a byte of it has been read. */
    void secure(Channel accepted) {
        if (!(accepted.localAddress() instanceof InetSocketAddress local)) return;
        Function<ByteBufAllocator, ChannelHandler> handler = handlers.get(local.getPort());
        if (handler == null) return;
        accepted.pipeline().addFirst("leveret-tls-failures", new Failures());
        accepted.pipeline().addFirst("leveret-tls", handler.apply(accepted.alloc()));
    }

    /** A client that does not speak TLS, or does not like the certificate, is no trouble of the server's. */
    private static final class Failures extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            if (!(reason instanceof SSLException)) {
                context.fireExceptionCaught(cause);
                return;
            }
            log.debug("connection of {} refused, no TLS: {}", context.channel().remoteAddress(), reason.getMessage());
            context.close();
        }
    }
}
