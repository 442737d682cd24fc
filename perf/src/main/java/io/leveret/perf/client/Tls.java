package io.leveret.perf.client;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** How connections are encrypted, and whether the broker has to prove who it is. */
public final class Tls {
    private static final String CHECK_HOST_NAME = "HTTPS";

    private final SslContext context;

    private Tls(SslContextBuilder builder, String hostNameCheck) {
        try {
            context = builder.endpointIdentificationAlgorithm(hostNameCheck).build();
        } catch (SSLException e) {
            throw new PerfException("no TLS here: " + e.getMessage());
        }
    }

    /** Takes any certificate, as PerfTest does: a broker that is measured has often signed its own. */
    public static Tls withAnyone() {
        return new Tls(SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE), null);
    }

    /** Takes certificates that the JVM trusts, see {@code javax.net.ssl.trustStore}, and that are for the host of the URI. */
    public static Tls withTheTrusted() {
        return new Tls(SslContextBuilder.forClient(), CHECK_HOST_NAME);
    }

    SslHandler handler(Channel socket, AmqpUri uri) {
        return context.newHandler(socket.alloc(), uri.host(), uri.port());
    }
}
