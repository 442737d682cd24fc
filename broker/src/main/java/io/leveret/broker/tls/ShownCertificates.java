package io.leveret.broker.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What a listener's files held when they were read: whom it says to be, and how clients are spoken to.
 *
 * @param shown   first the one for clients that ask for no name, or for none of the others'
 * @param byNames which of them, if there is a choice
 */
record ShownCertificates(List<Shown> shown, List<X509Certificate> authorities, Optional<Revocations> revocations,
                         Mapping<String, SslContext> byNames) {

    /** A certificate, and how clients are spoken to with it. */
    record Shown(CertificateFiles files, ServerCertificate certificate, SslContext context) {
    }

    /** @throws TlsException when something of it is of no use */
    static ShownCertificates read(TlsSettings settings) {
        List<X509Certificate> authorities = settings.peers().cacertfile().map(file -> PemFile.read(file).certificates()).orElse(List.of());
        Optional<Revocations> revocations = settings.peers().crlfile().map(file -> Revocations.read(file, authorities));
        List<Shown> shown = settings.certificates().map(each -> read(each, authorities, revocations, settings)).toList();
        DomainWildcardMappingBuilder<SslContext> byNames = new DomainWildcardMappingBuilder<>(shown.get(0).context());
        for (Shown each : shown.subList(1, shown.size())) {
            List<String> names = each.certificate().hostNames();
            if (names.isEmpty()) throw new TlsException("the certificate in " + each.files().certfile() + " names no host");
            names.forEach(name -> add(name, each, byNames));
        }
        return new ShownCertificates(shown, authorities, revocations, byNames.build());
    }

    Shown own() {
        return shown.get(0);
    }

    boolean isOne() {
        return shown.size() == 1;
    }

    List<X509Certificate> certificates() {
        return shown.stream().flatMap(each -> each.certificate().chain().stream()).toList();
    }

    /** Whether it says something else than another. */
    boolean isNews(ShownCertificates other) {
        return !showsTheSameAs(other) || !authorities.equals(other.authorities()) || !revocations.equals(other.revocations());
    }

    boolean showsTheSameAs(ShownCertificates other) {
        return certificates().equals(other.certificates());
    }

    /** @throws TlsException when one has expired; or a list is out of date, where there was one before that is not */
    ShownCertificates requireValid(Instant now, ShownCertificates before) {
        for (Shown each : shown) {
            if (each.certificate().leaf().getNotAfter().toInstant().isBefore(now)) {
                throw new TlsException("the certificate in " + each.files().certfile() + " has expired");
            }
        }
        Optional<Instant> lapsed = revocations.map(Revocations::end).filter(end -> end.isBefore(now));
        if (lapsed.isPresent() && before.revocations().filter(lists -> !lists.end().isBefore(now)).isPresent()) {
            throw new TlsException("the new list of revocations in " + revocations.get().file() + " is out of date already, since " + lapsed.get());
        }
        return this;
    }

    List<Ending> endings(TlsSettings settings) {
        return Stream.of(shown.stream().map(each -> Ending.of(each.files().certfile(), each.certificate().chain())),
                settings.peers().cacertfile().stream().map(file -> Ending.of(file, authorities)),
                revocations.stream().map(Ending::of)).flatMap(each -> each).toList();
    }

    private static void add(String name, Shown shown, DomainWildcardMappingBuilder<SslContext> byNames) {
        try {
            byNames.add(name, shown.context());
        } catch (IllegalArgumentException e) {
            throw new TlsException("the certificate in " + shown.files().certfile() + " is for '" + name + "', which is no name of a host", e);
        }
    }

    private static Shown read(CertificateFiles from, List<X509Certificate> authorities, Optional<Revocations> revocations, TlsSettings settings) {
        ServerCertificate certificate = ServerCertificate.read(from);
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain())
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(settings.versions())
                    .ciphers(Ciphers.of(settings.ciphers(), settings.versions()), SupportedCipherSuiteFilter.INSTANCE)
                    .clientAuth(settings.peers().clientAuth());
            if (settings.peers().areMade()) builder.trustManager(ClientCertificates.of(authorities, revocations));
            return new Shown(from, certificate, builder.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("the certificate in " + from.certfile() + " cannot be used: " + e.getMessage(), e);
        }
    }
}
