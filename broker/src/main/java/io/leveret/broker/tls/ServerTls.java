package io.leveret.broker.tls;

import io.leveret.api.Node;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a listener speaks TLS: with the certificate that its files held last. Callable from any thread. */
public final class ServerTls implements Node.Certificates {

    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

    private final TlsSettings settings;
    private final Executor crypto;
    private final WatchedFiles files;
    private volatile ShownCertificates current;

    private ServerTls(TlsSettings settings, Executor crypto) {
        this.crypto = crypto;
        this.settings = settings;
        this.files = new WatchedFiles(settings.files());
        this.current = ShownCertificates.read(settings);
    }

    /**
     * Reads the certificate.
     *
     * @param crypto does what takes long
     * @throws TlsException when certificate and key cannot be used
     */
    public static ServerTls of(TlsSettings settings, Executor crypto) {
        return new ServerTls(settings, crypto);
    }

    /** For a client that has just come. */
    public ChannelHandler newHandler(ByteBufAllocator alloc) {
        ShownCertificates now = current;
        if (now.isOne()) return newHandler(now.own().context(), alloc);
        return new HostNameHandler(now.byNames(), settings.handshakeTimeout().toMillis(), this::newHandler);
    }

    private SslHandler newHandler(SslContext context, ByteBufAllocator alloc) {
        WantedTasks tasks = new WantedTasks(crypto);
        SslHandler handler = PartingTls.handler(context, alloc, tasks);
        tasks.of(handler);
        handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
        return handler;
    }

    /** Who is there, when keys are agreed on. */
    public TlsPeer peer(SslHandler handler) {
        return TlsPeer.of(handler.engine().getSession(), settings.peers().areMade(), settings.loginName());
    }

    /**
     * Takes what the files hold now, if they have changed and are not being written just now. What is of no use is told once, and
     * what was there before goes on.
     */
    synchronized void renew(Instant now) {
        if (!files.haveChanged()) return;
        try {
            ShownCertificates before = current;
            current = ShownCertificates.read(settings).requireValid(now, before);
            if (!current.isNews(before)) return; // files that were touched
            if (current.showsTheSameAs(before)) log.info("certificates of new clients are checked by what is new in {}", settings.peers().files());
            else log.info("new clients are shown the new certificate in {}, {}", settings.own().certfile(), describe());
        } catch (TlsException e) {
            log.error("what was there before goes on: {}", e.getMessage());
        }
    }

    /** Whose it is, and until when; for the log. */
    public String describe() {
        X509Certificate shown = current.own().certificate().leaf();
        return DistinguishedName.of(shown.getSubjectX500Principal()) + ", valid until " + shown.getNotAfter().toInstant();
    }

    List<Ending> endings() {
        return current.endings(settings);
    }

    @Override
    public String certfile() {
        return settings.own().certfile().toString();
    }

    @Override
    public String cacertfile() {
        return settings.peers().cacertfile().map(Path::toString).orElse("");
    }

    @Override
    public String crlfile() {
        return settings.peers().crlfile().map(Path::toString).orElse("");
    }

    @Override
    public List<Instant> listEnds() {
        return current.revocations().map(Revocations::ends).orElse(List.of());
    }

    @Override
    public List<Instant> certificateEnds() {
        return Ending.instants(current.certificates());
    }

    @Override
    public List<Instant> authorityEnds() {
        return Ending.instants(current.authorities());
    }
}
