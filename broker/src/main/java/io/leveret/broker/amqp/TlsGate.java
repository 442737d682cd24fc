package io.leveret.broker.amqp;

import io.leveret.broker.tls.RefusedCertificateException;
import io.leveret.broker.tls.ServerTls;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands behind TLS until keys are agreed on, so that nobody speaks AMQP before. Lives on the connection's loop. */
final class TlsGate extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(TlsGate.class);

    /** What AMQP begins with, as the complaint about it shows it. */
    private static final String PLAIN_AMQP = "414d5150";

    private final ServerTls tls;
    private final Peer peer;
    private final StrangersLog strangers;
    private final Consumer<Peer> enter;
    private boolean told;

    /** @param enter lets the peer in */
    TlsGate(ServerTls tls, Peer peer, StrangersLog strangers, Consumer<Peer> enter) {
        this.tls = tls;
        this.peer = peer;
        this.strangers = strangers;
        this.enter = enter;
    }

    /** The connection begins when the peer is let in. */
    @Override
    public void channelActive(ChannelHandlerContext early) {
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) return;
        if (!handshake.isSuccess()) {
            failed(context, handshake.cause());
            return;
        }
        enter.accept(peer.with(tls.peer(context.pipeline().get(SslHandler.class))));
        context.fireChannelActive();
        context.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(context, cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
    }

    /** Who closes without a word, such as a load balancer's check, is no trouble. */
    private void failed(ChannelHandlerContext context, Throwable cause) {
        if (!told) {
            String client = ClientSocket.text(peer.address()) + " -> " + ClientSocket.text(context.channel().localAddress());
            if (isGone(cause)) log.debug("connection {} closed before TLS was agreed on", client);
            else strangers.warn("connection {} refused: {}", client, describe(cause));
        }
        told = true;
        context.close();
    }

    private static boolean isGone(Throwable cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return reason instanceof IOException && !(reason instanceof SSLException);
    }

    private static Optional<RefusedCertificateException> refusal(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof RefusedCertificateException refused) return Optional.of(refused);
        }
        return Optional.empty();
    }

    /** What is around it says "Unexpected exception" of a client that does not know the certificate's authority. */
    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) root = root.getCause();
        return root;
    }

    private static String describe(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof NotSslRecordException) {
            return text.contains(PLAIN_AMQP) ? "the client speaks AMQP without TLS" : "the client does not speak TLS";
        }
        Optional<RefusedCertificateException> refused = refusal(cause);
        if (refused.isPresent()) return LogText.of(refused.get().getMessage());
        return "TLS was not agreed on: " + LogText.of(String.valueOf(root(cause).getMessage()));
    }
}
