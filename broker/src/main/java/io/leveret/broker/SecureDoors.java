package io.leveret.broker;

import io.leveret.broker.tls.CryptoThreads;
import io.leveret.broker.tls.ServerTls;
import io.leveret.broker.tls.TlsException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The ports on which TLS is spoken, with their certificates: looked at before anything that takes time. */
record SecureDoors(Optional<Door> amqp, Optional<Door> management, Optional<Door> metrics) {

    /** A port that is kept for somebody who will speak TLS on it. */
    record Door(ReservedPort port, ServerTls tls) {}

    /**
     * Reads certificates and takes ports.
     *
     * @param begun told of what is to be closed
     * @throws ConfigurationException when a certificate, or what goes with it, is of no use
     * @throws StartupException       when a port is not to be had
     */
    static SecureDoors of(BrokerConfig config, Consumer<AutoCloseable> begun) {
        CryptoThreads threads = new CryptoThreads();
        begun.accept(threads);
        BrokerConfig.Management management = config.management();
        return new SecureDoors(
                config.tls().map(tls -> door(tls, config.bind(), "", TlsKeys.AMQP, threads, begun)),
                management.tls().filter(tls -> management.isEnabled())
                        .map(tls -> door(tls, management.host(), " for the management API", TlsKeys.MANAGEMENT, threads, begun)),
                management.metrics().tls().filter(tls -> management.isEnabled() && management.metrics().isEnabled())
                        .map(tls -> door(tls, management.metrics().host(), " for metrics", TlsKeys.METRICS, threads, begun)));
    }

    private static Door door(BrokerConfig.Tls wanted, String host, String purpose, TlsKeys keys, CryptoThreads threads, Consumer<AutoCloseable> begun) {
        ServerTls tls = read(wanted, keys, threads);
        ReservedPort port = ReservedPort.take(wanted.endpoint().host().orElse(host), wanted.endpoint().port(), purpose + " over TLS", keys.port);
        begun.accept(port);
        return new Door(port, tls);
    }

    /**
     * Reads certificates as a start would, and takes no port.
     *
     * @throws ConfigurationException when a start would
     */
    static void tryCertificates(BrokerConfig config) {
        BrokerConfig.Management management = config.management();
        config.tls().ifPresent(tls -> read(tls, TlsKeys.AMQP, Runnable::run));
        if (!management.isEnabled()) return;
        management.tls().ifPresent(tls -> read(tls, TlsKeys.MANAGEMENT, Runnable::run));
        if (management.metrics().isEnabled()) management.metrics().tls().ifPresent(tls -> read(tls, TlsKeys.METRICS, Runnable::run));
    }

    private static ServerTls read(BrokerConfig.Tls wanted, TlsKeys keys, Executor crypto) {
        try {
            return ServerTls.of(wanted.settings(), crypto);
        } catch (TlsException e) {
            throw new ConfigurationException(keys.port.key(), e.getMessage());
        }
    }

    List<ServerTls> all() {
        return Stream.of(amqp, management, metrics).flatMap(Optional::stream).map(Door::tls).toList();
    }
}
