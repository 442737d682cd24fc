package io.leveret.broker.tls;

import io.leveret.api.Node;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
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

    /** Those that vouch for what they encrypt, with keys that are forgotten after the connection; as RabbitMQ's. */
    private static final List<String> CIPHERS = List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");

    private final TlsSettings settings;
    private final Executor crypto;
    private final List<Path> files;
    private volatile Loaded loaded;

    /** What was found the last time, and what the last attempt to read was of: both for the one who renews. */
    private List<FileStamp> seen;
    private List<FileStamp> tried;

    /** A certificate, and how clients are spoken to with it. */
    private record Shown(CertificateFiles files, ServerCertificate certificate, SslContext context) {
    }

    /**
     * What the files held when they were read.
     *
     * @param shown   first the one for clients that ask for no name, or for none of the others'
     * @param byNames which of them, if there is a choice
     */
    private record Loaded(List<Shown> shown, List<X509Certificate> authorities, Mapping<String, SslContext> byNames) {

        Shown own() {
            return shown.get(0);
        }

        List<X509Certificate> certificates() {
            return shown.stream().flatMap(each -> each.certificate().chain().stream()).toList();
        }
    }

    private ServerTls(TlsSettings settings, Executor crypto) {
        this.crypto = crypto;
        this.settings = settings;
        this.files = Stream.concat(certificateFiles().flatMap(each -> Stream.of(each.certfile(), each.keyfile())),
                settings.cacertfile().stream()).toList();
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
    public ChannelHandler newHandler(ByteBufAllocator alloc) {
        Loaded now = loaded;
        if (now.shown().size() == 1) return newHandler(now.own().context(), alloc);
        return new HostNameHandler(now.byNames(), settings.handshakeTimeout().toMillis(), this::newHandler);
    }

    private SslHandler newHandler(SslContext context, ByteBufAllocator alloc) {
        WantedTasks tasks = new WantedTasks(crypto);
        SslHandler handler = context.newHandler(alloc, tasks);
        tasks.of(handler);
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
            for (Shown each : next.shown()) {
                if (each.certificate().leaf().getNotAfter().toInstant().isBefore(now)) {
                    throw new TlsException("the certificate in " + each.files().certfile() + " has expired");
                }
            }
            loaded = next;
            log.info("new clients are shown the new certificate in {}, {}", settings.own().certfile(), describe());
        } catch (TlsException e) {
            log.error("the certificate that was there before goes on: {}", e.getMessage());
        }
    }

    /** Whose it is, and until when; for the log. */
    public String describe() {
        X509Certificate shown = loaded.own().certificate().leaf();
        return DistinguishedName.of(shown.getSubjectX500Principal()) + ", valid until " + shown.getNotAfter().toInstant();
    }

    List<Ending> endings() {
        Loaded now = loaded;
        return Stream.concat(now.shown().stream().map(each -> Ending.of(each.files().certfile(), each.certificate().chain())),
                settings.cacertfile().stream().map(file -> Ending.of(file, now.authorities()))).toList();
    }

    @Override
    public String certfile() {
        return settings.own().certfile().toString();
    }

    @Override
    public String cacertfile() {
        return settings.cacertfile().map(Path::toString).orElse("");
    }

    @Override
    public List<Instant> certificateEnds() {
        return Ending.instants(loaded.certificates());
    }

    @Override
    public List<Instant> authorityEnds() {
        return Ending.instants(loaded.authorities());
    }

    private Stream<CertificateFiles> certificateFiles() {
        return Stream.concat(Stream.of(settings.own()), settings.byName().stream());
    }

    private Loaded load() {
        List<X509Certificate> authorities = settings.cacertfile().map(file -> PemFile.read(file).certificates()).orElse(List.of());
        List<Shown> shown = certificateFiles().map(each -> load(each, authorities)).toList();
        DomainWildcardMappingBuilder<SslContext> byNames = new DomainWildcardMappingBuilder<>(shown.get(0).context());
        for (Shown each : shown.subList(1, shown.size())) {
            List<String> names = each.certificate().hostNames();
            if (names.isEmpty()) throw new TlsException("the certificate in " + each.files().certfile() + " names no host");
            names.forEach(name -> add(name, each, byNames));
        }
        return new Loaded(shown, authorities, byNames.build());
    }

    private static void add(String name, Shown shown, DomainWildcardMappingBuilder<SslContext> byNames) {
        try {
            byNames.add(name, shown.context());
        } catch (IllegalArgumentException e) {
            throw new TlsException("the certificate in " + shown.files().certfile() + " is for '" + name + "', which is no name of a host", e);
        }
    }

    private Shown load(CertificateFiles from, List<X509Certificate> authorities) {
        ServerCertificate certificate = ServerCertificate.read(from);
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain())
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(settings.versions())
                    .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .clientAuth(clientAuth());
            if (settings.verifiesPeers()) builder.trustManager(authorities);
            return new Shown(from, certificate, builder.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("the certificate in " + from.certfile() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private ClientAuth clientAuth() {
        if (!settings.verifiesPeers()) return ClientAuth.NONE;
        return settings.failIfNoPeerCert() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
    }
}
