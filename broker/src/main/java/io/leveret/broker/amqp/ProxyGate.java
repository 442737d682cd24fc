package io.leveret.broker.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes from a proxy the word on where its client is: the header of the PROXY protocol, version 1 or 2, without which nobody gets
 * past. Stands behind the {@link #decoder}. Lives on the connection's loop.
 */
final class ProxyGate extends ChannelInboundHandlerAdapter {

    /** What a proxy may tell besides addresses: identifiers, and what it knows of a client's TLS. */
    private static final int MOST_EXTRAS_BYTES = 4096;

    private final long patienceMillis;
    private final StrangersLog log;
    private final Consumer<Peer> enter;
    private Future<?> deadline;
    private boolean isRefused;

    /** @param enter lets the peer on */
    ProxyGate(long patienceMillis, StrangersLog log, Consumer<Peer> enter) {
        this.patienceMillis = patienceMillis;
        this.log = log;
        this.enter = enter;
    }

    /** It notices at once who does not send such a header, and takes nothing more from there. */
    static HAProxyMessageDecoder decoder() {
        return new HAProxyMessageDecoder(MOST_EXTRAS_BYTES, true) {
            private final ProxyHeaderCheck check = new ProxyHeaderCheck();
            private boolean isRefused;

            @Override
            public void channelRead(ChannelHandlerContext context, Object read) throws Exception {
                if (read instanceof ByteBuf bytes && !mayBeHeader(context, bytes)) bytes.release();
                else super.channelRead(context, read);
            }

            private boolean mayBeHeader(ChannelHandlerContext context, ByteBuf bytes) {
                if (isRefused) return false;
                try {
                    check.look(bytes);
                    return true;
                } catch (HAProxyProtocolException no) {
                    isRefused = true;
                    context.fireExceptionCaught(no);
                    return false;
                }
            }
        };
    }

    /** The connection begins when the peer is let on. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> refuse(context, "none came in time"), patienceMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (isRefused || !(read instanceof HAProxyMessage header)) { // as the decoder closes, it may find one behind what was refused
            ReferenceCountUtil.release(read);
            return;
        }
        Peer peer = peer(header, Peer.of(context.channel()));
        header.release();
        enter.accept(peer);
        context.fireChannelActive();
        context.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (deadline != null) deadline.cancel(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refuse(context, cause instanceof HAProxyProtocolException malformed ? describe(malformed) : SocketFailure.describe(cause));
    }

    /** Of one that has a cause the message is the cause's class. */
    private static String describe(HAProxyProtocolException malformed) {
        return malformed.getCause() == null ? String.valueOf(malformed.getMessage()) : "it is malformed";
    }

    /** Of a client that the proxy does not tell about it is not known where it is: least of all that it is on this machine. */
    private static Peer peer(HAProxyMessage header, Peer proxy) {
        boolean isTold = header.command() == HAProxyCommand.PROXY
                && header.proxiedProtocol().transportProtocol() == TransportProtocol.STREAM && header.sourceAddress() != null
                && NetUtil.createInetAddressFromIpAddressString(header.sourceAddress()) != null;
        if (!isTold) return new Peer(proxy.address(), proxy.local(), false, proxy.tls());
        InetSocketAddress client = address(header.sourceAddress(), header.sourcePort());
        boolean isFromLoopback = proxy.isFromLoopback() && client.getAddress().isLoopbackAddress(); // the proxy's own may be another machine's
        return new Peer(client, address(header.destinationAddress(), header.destinationPort()), isFromLoopback, proxy.tls());
    }

    private static InetSocketAddress address(String address, int port) {
        return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), port);
    }

    /** The decoder has closed the connection by now if the header is malformed. */
    private void refuse(ChannelHandlerContext context, String why) {
        if (!isRefused) {
            log.warn("connection {} -> {} refused, no PROXY header: {}", ClientSocket.text(context.channel().remoteAddress()),
                    ClientSocket.text(context.channel().localAddress()), LogText.of(why));
        }
        isRefused = true;
        context.close();
    }
}
