package io.leveret.broker.tls;

import io.leveret.api.Node;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a listener speaks TLS: with the certificate that its files held last. Callable from any thread. */
public final class ServerTls implements Node.Certificates {

    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

    private final TlsSettings settings;
    private final Executor crypto;
    private final List<Path> files;
    private volatile Loaded loaded;

    /** What was found the last time, and what the last attempt to read was of: both for the one who renews. */
    private List<FileStamp> seen;
    private List<FileStamp> tried;

    /** What the files held when they were read. */
    private record Loaded(ServerCertificate certificate, List<X509Certificate> authorities, SslContext context) {
    }

    private ServerTls(TlsSettings settings, Executor crypto) {
        this.crypto = crypto;
        this.settings = settings;
        this.files = Stream.concat(Stream.of(settings.certfile(), settings.keyfile()), settings.cacertfile().stream()).toList();
        this.seen = FileStamp.of(files);
        this.tried = seen;
        this.loaded = load();
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
    public SslHandler newHandler(ByteBufAllocator alloc) {
        SslHandler handler = loaded.context().newHandler(alloc, crypto);
        handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
        return handler;
    }

    /** Who is there, when keys are agreed on. */
    public TlsPeer peer(SslHandler handler) {
        return TlsPeer.of(handler.engine().getSession(), settings.verifiesPeers(), settings.loginName());
    }

    /**
     * Takes what the files hold now, if they have changed and are not being written just now. What is of no use is told once, and the
     * certificate stays what it is.
     */
    synchronized void renew(Instant now) {
        List<FileStamp> found = FileStamp.of(files);
        boolean isSettled = found.equals(seen);
        seen = found;
        if (!isSettled || found.equals(tried)) return;
        tried = found;
        try {
            Loaded next = load();
            if (next.certificate().leaf().getNotAfter().toInstant().isBefore(now)) {
                throw new TlsException("the certificate in " + settings.certfile() + " has expired");
            }
            loaded = next;
            log.info("new clients are shown the new certificate in {}, {}", settings.certfile(), describe());
        } catch (TlsException e) {
            log.error("the certificate that was there before goes on: {}", e.getMessage());
        }
    }

    /** Whose it is, and until when; for the log. */
    public String describe() {
        X509Certificate shown = loaded.certificate().leaf();
        return DistinguishedName.of(shown.getSubjectX500Principal()) + ", valid until " + shown.getNotAfter().toInstant();
    }

    List<Ending> endings() {
        Loaded now = loaded;
        Ending own = Ending.of(settings.certfile(), now.certificate().chain());
        return settings.cacertfile().map(file -> List.of(own, Ending.of(file, now.authorities()))).orElse(List.of(own));
    }

    @Override
    public String certfile() {
        return settings.certfile().toString();
    }

    @Override
    public String cacertfile() {
        return settings.cacertfile().map(Path::toString).orElse("");
    }

    @Override
    public List<Instant> certificateEnds() {
        return Ending.instants(loaded.certificate().chain());
    }

    @Override
    public List<Instant> authorityEnds() {
        return Ending.instants(loaded.authorities());
    }

    private Loaded load() {
        ServerCertificate certificate = ServerCertificate.read(settings.certfile(), settings.keyfile(), settings.password());
        List<X509Certificate> authorities = settings.cacertfile().map(file -> PemFile.read(file).certificates()).orElse(List.of());
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain())
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(settings.versions())
                    .clientAuth(clientAuth());
            if (settings.verifiesPeers()) builder.trustManager(authorities);
            return new Loaded(certificate, authorities, builder.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("the certificate in " + settings.certfile() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private ClientAuth clientAuth() {
        if (!settings.verifiesPeers()) return ClientAuth.NONE;
        return settings.failIfNoPeerCert() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
    }
}
