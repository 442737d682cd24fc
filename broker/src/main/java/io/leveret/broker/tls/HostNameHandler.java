package io.leveret.broker.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Mapping;
import java.util.function.BiFunction;

/** Waits for the name that a client has connected to, and gives way to TLS with the certificate of that name. */
final class HostNameHandler extends SniHandler {

    /** Of what a client says before it is known to be anybody: room for it is taken as it announces it, and a few KiB are usual. */
    private static final int LONGEST_HELLO = 64 * 1024;

    private final BiFunction<SslContext, ByteBufAllocator, SslHandler> handlers;

    HostNameHandler(Mapping<String, SslContext> contexts, long patienceMillis, BiFunction<SslContext, ByteBufAllocator, SslHandler> handlers) {
        super(contexts, LONGEST_HELLO, patienceMillis);
        this.handlers = handlers;
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator alloc) {
        return handlers.apply(context, alloc);
    }
}
