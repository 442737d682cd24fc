package io.leveret.broker.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS whose client may have left while keys were still worked on elsewhere: that this comes to nothing then is nobody's trouble, and
 * there is nobody left behind it to say so, which Netty would show with a stack trace.
 */
final class PartingTls extends SslHandler {

    private static final Logger log = LoggerFactory.getLogger(PartingTls.class);

    private PartingTls(SSLEngine engine, Executor tasks) {
        super(engine, tasks);
    }

    static SslHandler handler(SslContext context, ByteBufAllocator alloc, Executor tasks) {
        return context instanceof JdkSslContext ? new PartingTls(context.newEngine(alloc), tasks) : context.newHandler(alloc, tasks);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (context.isRemoved()) log.debug("TLS of a client that has left: {}", String.valueOf(cause));
        else super.exceptionCaught(context, cause);
    }
}
