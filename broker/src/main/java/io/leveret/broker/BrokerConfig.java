package io.leveret.broker;

import io.leveret.api.http.HttpSettings;
import io.leveret.broker.amqp.AmqpSettings;
import io.leveret.broker.tls.TlsSettings;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.persistence.journal.SyncPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a broker is told at start-up, already checked.
 *
 * @param loops   threads that own connections and queues
 * @param proxies addresses and networks of those through whom all clients come, if they do
 */
record BrokerConfig(Path dataDir, String bind, int amqpPort, LogLevel logLevel, Management management, Optional<Path> definitions, Access access,
                    Storage storage, Memory memory, int loops, AmqpSettings amqp, Optional<Tls> tls, Renewal renewal,
                    Optional<List<String>> proxies) {

    /** Where TLS is spoken, and how. */
    record Tls(Endpoint endpoint, TlsSettings settings) {}

    /** How often files with certificates are looked at, and how long before the end there are warnings. */
    record Renewal(Duration interval, Duration warnBefore) {}

    /** The HTTP API, if there is to be one. */
    record Management(boolean isEnabled, String host, int port, HttpSettings http, Metrics metrics, Optional<Tls> tls) {}

    /** A port of its own for metrics, if there is to be one. */
    record Metrics(boolean isEnabled, String host, int port, Optional<Tls> tls) {}

    /**
     * How messages and declarations are kept.
     *
     * @param sync          when a message counts as stored
     * @param diskFreeLimit bytes that should stay free on the data directory's disk
     */
    record Storage(SyncPolicy sync, long diskFreeLimit, OnCorruption onCorruption) {}

    /**
     * Of the heap, in bytes.
     *
     * @param messages      that messages in queues may take up
     * @param highWatermark that may be in use, garbage not counted
     */
    record Memory(long messages, long highWatermark) {}

    /** Who may log in before anybody has declared users, and what holds for all logins. */
    record Access(String defaultUser, String defaultPassword, Broker.Admission admission) {

        /** Keeps the password out of every log. */
        @Override
        public String toString() {
            return "Access[" + defaultUser + ", " + admission + "]";
        }
    }

    static BrokerConfig of(ChosenSettings settings) {
        return new BrokerConfig(
                settings.value(Settings.DATA_DIR),
                settings.value(Settings.BIND),
                settings.value(Settings.AMQP_PORT),
                settings.value(Settings.LOG_LEVEL),
                new Management(
                        settings.value(Settings.MANAGEMENT_ENABLED),
                        settings.value(Settings.MANAGEMENT_HOST),
                        settings.value(Settings.MANAGEMENT_PORT),
                        new HttpSettings(
                                settings.value(Settings.MANAGEMENT_PATH_PREFIX),
                                settings.value(Settings.MANAGEMENT_CORS_ORIGINS),
                                settings.value(Settings.MANAGEMENT_CORS_MAX_AGE),
                                settings.value(Settings.MANAGEMENT_HSTS),
                                settings.value(Settings.MANAGEMENT_OPERATOR_POLICIES),
                                settings.value(Settings.MANAGEMENT_BODY_LIMIT),
                                settings.value(Settings.METRICS_LOGIN)),
                        new Metrics(
                                settings.value(Settings.METRICS_ENABLED),
                                settings.value(Settings.METRICS_HOST),
                                settings.value(Settings.METRICS_PORT),
                                TlsKeys.METRICS.read(settings)),
                        TlsKeys.MANAGEMENT.read(settings)),
                settings.value(Settings.DEFINITIONS),
                new Access(
                        settings.value(Settings.DEFAULT_USER),
                        settings.value(Settings.DEFAULT_PASSWORD),
                        new Broker.Admission(
                                settings.value(Settings.LOOPBACK_USERS),
                                settings.value(Settings.PASSWORD_HASHING),
                                new NodeLimits(
                                        settings.value(Settings.CONNECTION_MAX),
                                        settings.value(Settings.CONNECTION_MAX_PER_ADDRESS),
                                        settings.value(Settings.CHANNEL_MAX_PER_NODE)))),
                new Storage(
                        settings.value(Settings.SYNC),
                        settings.value(Settings.DISK_FREE_LIMIT),
                        settings.value(Settings.ON_CORRUPTION)),
                new Memory(
                        settings.value(Settings.MESSAGE_MEMORY),
                        settings.value(Settings.HIGH_WATERMARK)),
                loops(settings.value(Settings.THREADS), Runtime.getRuntime().availableProcessors()),
                amqp(settings),
                TlsKeys.AMQP.read(settings),
                new Renewal(settings.value(TlsKeys.CHECK_INTERVAL), settings.value(TlsKeys.WARN_BEFORE)),
                Optional.of(settings.value(Settings.TRUSTED_PROXIES)).filter(trusted -> settings.value(Settings.PROXY_PROTOCOL)));
    }

    /** What can hardly be meant, though it is not wrong. */
    Optional<String> doubt() {
        if (!isWanted("EXTERNAL") || tls().filter(door -> door.settings().peers().areMade()).isPresent()) return Optional.empty();
        boolean isOnly = amqp().mechanisms().size() == 1;
        if (tls().isEmpty()) {
            return isOnly ? Optional.of(Settings.MECHANISMS.key() + " = EXTERNAL without " + TlsKeys.AMQP.port.key()
                    + ": nobody can log in over AMQP, as only certificates count and no port asks for them") : Optional.empty();
        }
        return Optional.of(Settings.MECHANISMS.key() + " names EXTERNAL, but " + TlsKeys.AMQP.verify.key() + " is not verify_peer: nobody can log in "
                + (isOnly ? "over AMQP, as only certificates count and none is asked for" : "by a certificate, as none is asked for"));
    }

    /** Whether somebody has said so: by default it is there for whoever asks for certificates. */
    private boolean isWanted(String mechanism) {
        List<String> said = amqp().mechanisms();
        return said.contains(mechanism) && !said.equals(Settings.MECHANISMS.kind().parse(Settings.MECHANISMS.defaultText()));
    }

    /**
     * Half of the processors, unless said: clients, the journal, the collector and the kernel's network have work for the others, and
     * the fewer loops there are, the more often publisher, queue and consumer are on the same one, which spares waking another.
     */
    static int loops(int said, int processors) {
        return said > 0 ? said : Math.max(1, processors / 2);
    }

    /** The front knows a few things more than users need to set. */
    private static AmqpSettings amqp(ChosenSettings settings) {
        AmqpSettings defaults = AmqpSettings.defaults();
        Duration handshakeTimeout = settings.value(Settings.HANDSHAKE_TIMEOUT);
        boolean isImpatient = handshakeTimeout.compareTo(defaults.loginFailureDelay()) < 0;
        return new AmqpSettings(
                settings.value(Settings.CHANNEL_MAX),
                Math.toIntExact(settings.value(Settings.FRAME_MAX)),
                settings.value(Settings.HEARTBEAT),
                handshakeTimeout,
                isImpatient ? handshakeTimeout : defaults.loginFailureDelay(),
                settings.value(Settings.MAX_MESSAGE_SIZE),
                defaults.backlog(),
                settings.value(Settings.MECHANISMS),
                new AmqpSettings.Identity(
                        settings.value(Settings.ADVERTISED_PRODUCT),
                        settings.value(Settings.ADVERTISED_VERSION),
                        defaults.identity().clusterName(),
                        Version.current()),
                new AmqpSettings.Limits(
                        settings.value(Settings.UNAUTHENTICATED_MAX),
                        settings.value(Settings.CONSUMER_MAX_PER_CHANNEL)));
    }
}
