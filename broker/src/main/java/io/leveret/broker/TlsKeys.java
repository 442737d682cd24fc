package io.leveret.broker;

import io.leveret.broker.tls.CertificateFiles;
import io.leveret.broker.tls.LoginName;
import io.leveret.broker.tls.PeerChecks;
import io.leveret.broker.tls.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be set of TLS, under RabbitMQ's names. */
final class TlsKeys {

    static final Setting<Duration> HANDSHAKE_TIMEOUT = new Setting<>("ssl-handshake-timeout", "5 s", Kind.duration("10 ms", "1 h"),
            "How long a client may take to agree on keys.");
    static final Setting<LoginName.From> LOGIN_FROM = new Setting<>("ssl-cert-login-from", "distinguished_name", Kind.oneOf(LoginName.From.class),
            "What of a client's certificate is the user's name: distinguished_name, common_name or subject_alternative_name.");
    static final Setting<LoginName.SanType> LOGIN_SAN_TYPE = new Setting<>("ssl-cert-login-san-type", "dns", Kind.oneOf(LoginName.SanType.class),
            "Which alternative names count then: dns, email, uri, ip or other_name.");
    static final Setting<Integer> LOGIN_SAN_INDEX = new Setting<>("ssl-cert-login-san-index", "0", Kind.wholeNumber(0, 1000),
            "Which of them, counted from 0.");
    static final Setting<Duration> CHECK_INTERVAL = new Setting<>("certificates.check-interval", "10 s", Kind.duration("10 ms", "1 d"),
            "How often files with certificates are looked at; when they change, new clients get the new ones.");
    static final Setting<Duration> WARN_BEFORE = new Setting<>("certificates.warn-before", "30 d", Kind.duration("0 s", "3650 d"),
            "How long before a certificate expires the log warns of it, once a day.");

    static final TlsKeys AMQP = new TlsKeys("listeners.ssl.default", "ssl-options", "AMQP", 5671);
    static final TlsKeys MANAGEMENT = new TlsKeys("management.ssl.port", "management.ssl", "the management API", 15_671);
    static final TlsKeys METRICS = new TlsKeys("prometheus.ssl.port", "prometheus.ssl", "metrics", 15_691);

    static final List<Setting<?>> ALL = Stream.of(AMQP.settings(),
                    List.<Setting<?>>of(HANDSHAKE_TIMEOUT, LOGIN_FROM, LOGIN_SAN_TYPE, LOGIN_SAN_INDEX, CHECK_INTERVAL, WARN_BEFORE),
                    MANAGEMENT.settings(), METRICS.settings())
            .flatMap(List::stream).toList();

    final Setting<Optional<Endpoint>> port;
    private final Setting<Optional<Path>> certfile;
    private final Setting<Optional<Path>> keyfile;
    private final Setting<Optional<String>> password;
    private final Setting<List<List<Path>>> byName;
    private final Setting<Optional<Path>> cacertfile;
    private final Setting<Optional<Path>> crlfile;
    final Setting<PeerChecks.Verify> verify;
    private final Setting<Boolean> failIfNoPeerCert;
    private final Setting<List<String>> versions;
    private final Setting<List<String>> ciphers;

    private TlsKeys(String port, String prefix, String what, int usual) {
        this.port = new Setting<>(port, "none", Kind.optionalEndpoint(),
                "Port for " + what + " over TLS, " + usual + " as a rule, or address and port; 0 takes a free one, none is for none.");
        this.certfile = new Setting<>(prefix + ".certfile", "", Kind.optionalPath(),
                "The broker's certificate in PEM, followed by those that lead to its authority.");
        this.keyfile = new Setting<>(prefix + ".keyfile", "", Kind.optionalPath(), "The key that goes with it, in PEM.");
        this.password = new Setting<>(prefix + ".password", "", Kind.optionalText(), "Password of that key, if it is encrypted.");
        this.byName = new Setting<>(prefix + ".sni-certificates", "", Kind.filePairs(),
                "Certificates for other host names, each with its key: \"shop.pem shop-key.pem\"; clients get the one that has the name they ask for.");
        this.cacertfile = new Setting<>(prefix + ".cacertfile", "", Kind.optionalPath(),
                "Authorities whose certificates are taken from clients, in PEM.");
        this.crlfile = new Setting<>(prefix + ".crlfile", "", Kind.optionalPath(),
                "Lists of revoked certificates of these authorities, in PEM; whose authority has none is not let in.");
        this.verify = new Setting<>(prefix + ".verify", "verify_none", Kind.oneOf(PeerChecks.Verify.class),
                "Whether clients are asked for a certificate: verify_none or verify_peer.");
        this.failIfNoPeerCert = new Setting<>(prefix + ".fail-if-no-peer-cert", "false", Kind.bool(),
                "Whether clients without a certificate are refused.");
        this.versions = new Setting<>(prefix + ".versions", "tlsv1.3, tlsv1.2", Kind.someOf(List.of("tlsv1.3", "tlsv1.2")),
                "Versions of TLS: tlsv1.3, tlsv1.2.");
        this.ciphers = new Setting<>(prefix + ".ciphers", "", Kind.texts(),
                "Cipher suites, the best first, by their own names or OpenSSL's; none for those that RabbitMQ has.");
    }

    private List<Setting<?>> settings() {
        return List.of(port, certfile, keyfile, password, byName, cacertfile, crlfile, verify, failIfNoPeerCert, versions, ciphers);
    }

    /** Of a listener that somebody wants. */
    Optional<BrokerConfig.Tls> read(ChosenSettings settings) {
        return settings.value(port).map(endpoint -> new BrokerConfig.Tls(endpoint, files(settings)));
    }

    private TlsSettings files(ChosenSettings settings) {
        boolean isVerifying = settings.value(verify) == PeerChecks.Verify.VERIFY_PEER;
        if (isVerifying && settings.value(cacertfile).isEmpty()) {
            throw new ConfigurationException(settings.origin(verify), verify.key() + " = verify_peer needs " + cacertfile.key());
        }
        if (settings.value(failIfNoPeerCert) && !isVerifying) {
            throw new ConfigurationException(settings.origin(failIfNoPeerCert),
                    failIfNoPeerCert.key() + " = true needs " + verify.key() + " = verify_peer");
        }
        if (settings.value(crlfile).isPresent() && !isVerifying) {
            throw new ConfigurationException(settings.origin(crlfile), crlfile.key() + " needs " + verify.key() + " = verify_peer");
        }
        CertificateFiles own = new CertificateFiles(required(settings, certfile), required(settings, keyfile), settings.value(password));
        return new TlsSettings(own, settings.value(byName).stream().map(pair -> new CertificateFiles(pair.get(0), pair.get(1), own.password())).toList(),
                new PeerChecks(settings.value(verify), settings.value(cacertfile), settings.value(crlfile), settings.value(failIfNoPeerCert)),
                settings.value(versions).stream().map(version -> version.replace("tls", "TLS")).toList(), settings.value(ciphers),
                settings.value(HANDSHAKE_TIMEOUT),
                new LoginName(settings.value(LOGIN_FROM), settings.value(LOGIN_SAN_TYPE), settings.value(LOGIN_SAN_INDEX)));
    }

    private Path required(ChosenSettings settings, Setting<Optional<Path>> file) {
        return settings.value(file).orElseThrow(() -> new ConfigurationException(settings.origin(port), port.key() + " needs " + file.key()));
    }
}
