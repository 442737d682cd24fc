package io.leveret.broker;

import io.leveret.engine.access.HashAlgorithm;
import io.leveret.persistence.journal.SyncPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that can be set: the one table behind the options, the environment variables and the file's keys. */
final class Settings {

    static final Setting<Path> DATA_DIR = new Setting<>("data-dir", "./leveret-data", Kind.path(),
            "Data directory, made if missing.");
    static final Setting<String> BIND = new Setting<>("bind", "127.0.0.1", Kind.text(),
            "Address to listen on; 0.0.0.0 for all.");
    static final Setting<Integer> AMQP_PORT = new Setting<>("amqp-port", "5672", Kind.wholeNumber(0, 65_535),
            "Port for AMQP; 0 takes a free one.");
    static final Setting<LogLevel> LOG_LEVEL = new Setting<>("log-level", "info", Kind.oneOf(LogLevel.class),
            "How much goes to stderr: off, error, warn, info, debug or trace.");

    static final Setting<Boolean> MANAGEMENT_ENABLED = new Setting<>("management.enabled", "true", Kind.bool(),
            "Whether there is a management API.");
    static final Setting<String> MANAGEMENT_HOST = new Setting<>("management.host", "127.0.0.1", Kind.text(),
            "Address for the management API to listen on; 0.0.0.0 for all.");
    static final Setting<Integer> MANAGEMENT_PORT = new Setting<>("management.port", "15672", Kind.wholeNumber(0, 65_535),
            "Port for the management API; 0 takes a free one.");
    static final Setting<String> MANAGEMENT_PATH_PREFIX = new Setting<>("management.path-prefix", "", Kind.pathPrefix(),
            "What comes before /api in the paths of the management API.");
    static final Setting<Set<String>> MANAGEMENT_CORS_ORIGINS = new Setting<>("management.cors-origins", "", Kind.names(),
            "Whose pages in browsers may use the management API; * for everybody's.");
    static final Setting<Duration> MANAGEMENT_CORS_MAX_AGE = new Setting<>("management.cors-max-age", "480 h", Kind.wholeSeconds(Integer.MAX_VALUE),
            "How long browsers may remember that they may.");
    static final Setting<Duration> MANAGEMENT_HSTS = new Setting<>("management.strict-transport-security", "0 s", Kind.wholeSeconds(Integer.MAX_VALUE),
            "How long browsers are to insist on TLS, for a proxy that offers it; 0 for not at all.");
    static final Setting<Boolean> MANAGEMENT_OPERATOR_POLICIES = new Setting<>("management.operator-policy-changes", "true", Kind.bool(),
            "Whether the operator's policies may be changed over the management API.");
    static final Setting<Long> MANAGEMENT_BODY_LIMIT = new Setting<>("management.body-limit", "20000000",
            Kind.size("1 KiB", "512 MiB"), "Most that a request to the management API may bring.");

    static final Setting<Boolean> METRICS_ENABLED = new Setting<>("prometheus.enabled", "true", Kind.bool(),
            "Whether metrics have a port of their own; they are beside the management API as well.");
    static final Setting<String> METRICS_HOST = new Setting<>("prometheus.tcp.ip", "127.0.0.1", Kind.text(),
            "Address of that port; 0.0.0.0 for all.");
    static final Setting<Integer> METRICS_PORT = new Setting<>("prometheus.tcp.port", "15692", Kind.wholeNumber(0, 65_535),
            "That port; 0 takes a free one.");
    static final Setting<Boolean> METRICS_LOGIN = new Setting<>("prometheus.authentication.enabled", "false", Kind.bool(),
            "Whether metrics are only for users tagged monitoring.");

    static final Setting<Optional<Path>> DEFINITIONS = new Setting<>("definitions", "", Kind.optionalPath(),
            "Definitions file, as RabbitMQ exports it, taken in at each start.");

    static final Setting<String> DEFAULT_USER = new Setting<>("default-user", "guest", Kind.name(),
            "Name of the user made at the first start.");
    static final Setting<String> DEFAULT_PASSWORD = new Setting<>("default-password", "guest", Kind.text(),
            "Password of that user, at the first start.");
    static final Setting<Set<String>> LOOPBACK_USERS = new Setting<>("loopback-users", "guest", Kind.names(),
            "Users who may log in only from this machine.");
    static final Setting<HashAlgorithm> PASSWORD_HASHING = new Setting<>("password-hashing", "sha256",
            Kind.oneOf(HashAlgorithm.SHA256, HashAlgorithm.SHA512, HashAlgorithm.BCRYPT),
            "How new passwords are kept: sha256 as RabbitMQ does, sha512, or bcrypt, which withstands guessing.");

    static final Setting<SyncPolicy> SYNC = new Setting<>("persistence.sync", "group", Kind.syncPolicy(),
            "When a message is confirmed: group or group:<microseconds>, interval:<milliseconds>, os.");
    static final Setting<OnCorruption> ON_CORRUPTION = new Setting<>("recovery.on-corruption", "refuse", Kind.oneOf(OnCorruption.class),
            "When what was stored is found damaged: refuse to start, or salvage what is left.");
    static final Setting<Long> DISK_FREE_LIMIT = new Setting<>("persistence.disk-free-limit", "2 GiB", Kind.diskRoom("1024 PiB"),
            "Room that the data directory's disk should have, such as 2 GiB or \"1.5 x memory\"; with less, publishers are blocked.");

    static final Setting<Long> MESSAGE_MEMORY = new Setting<>("memory.messages", "40%", Kind.heap(1, 50),
            "Heap that messages in queues may take up; the others wait on the disk.");
    static final Setting<Long> HIGH_WATERMARK = new Setting<>("memory.high-watermark", "85%", Kind.heap(50, 100),
            "Heap that may be in use, garbage not counted; with more, publishers are blocked.");

    static final Setting<Integer> CONNECTION_MAX = new Setting<>("amqp.connection-max", "-1",
            Kind.wholeNumber(-1, Integer.MAX_VALUE), "Most connections; -1 for as many as there are, 0 for none.");
    static final Setting<Integer> CONNECTION_MAX_PER_ADDRESS = new Setting<>("amqp.connection-max-per-address", "-1",
            Kind.wholeNumber(-1, Integer.MAX_VALUE), "Most connections from one address; -1 for as many as there are, 0 for none.");
    static final Setting<Integer> UNAUTHENTICATED_MAX = new Setting<>("amqp.unauthenticated-max", "5000",
            Kind.wholeNumber(1, Integer.MAX_VALUE), "Most clients that have not logged in yet.");
    static final Setting<Integer> CHANNEL_MAX_PER_NODE = new Setting<>("amqp.channel-max-per-node", "-1",
            Kind.wholeNumber(-1, Integer.MAX_VALUE), "Most channels of all connections together; -1 for as many as there are.");
    static final Setting<Integer> CONSUMER_MAX_PER_CHANNEL = new Setting<>("amqp.consumer-max-per-channel", "-1",
            Kind.wholeNumber(-1, Integer.MAX_VALUE), "Most consumers of a channel; -1 for as many as there is memory for.");
    static final Setting<Integer> THREADS = new Setting<>("amqp.threads", "0", Kind.wholeNumber(0, 1024),
            "Threads that connections and queues share; 0 for one for every two processors.");
    static final Setting<Duration> HEARTBEAT = new Setting<>("amqp.heartbeat", "60 s", Kind.wholeSeconds(65_535),
            "Heartbeat proposed to clients; 0 for none.");
    static final Setting<Integer> CHANNEL_MAX = new Setting<>("amqp.channel-max", "2047", Kind.wholeNumber(1, 65_535),
            "Most channels of a connection.");
    static final Setting<Long> FRAME_MAX = new Setting<>("amqp.frame-max", "131072", Kind.size("4096", "16 MiB"),
            "Largest frame.");
    static final Setting<Long> MAX_MESSAGE_SIZE = new Setting<>("amqp.max-message-size", "16 MiB", Kind.size("1", "512 MiB"),
            "Largest message body.");
    static final Setting<Duration> HANDSHAKE_TIMEOUT = new Setting<>("amqp.handshake-timeout", "10 s", Kind.duration("10 ms", "1 h"),
            "How long a client may take to open its connection.");
    static final Setting<Boolean> PROXY_PROTOCOL = new Setting<>("proxy-protocol", "false", Kind.bool(),
            "Whether AMQP clients come through a proxy that tells where they are, by the PROXY protocol.");
    static final Setting<List<String>> TRUSTED_PROXIES = new Setting<>("proxy-protocol-trusted-sources", "127.0.0.0/8, ::1",
            Kind.networks(), "Addresses and networks of such proxies; nobody else may connect then.");
    static final Setting<List<String>> MECHANISMS = new Setting<>("auth-mechanisms", "PLAIN, AMQPLAIN, EXTERNAL",
            Kind.someOf(List.of("PLAIN", "AMQPLAIN", "EXTERNAL")), "Ways to log in over AMQP; EXTERNAL, by certificate, where those are checked.");
    static final Setting<String> ADVERTISED_PRODUCT = new Setting<>("amqp.advertised-product", "RabbitMQ", Kind.text(),
            "Product announced to clients; some switch behaviour on it.");
    static final Setting<String> ADVERTISED_VERSION = new Setting<>("amqp.advertised-version", "4.3.5", Kind.text(),
            "Version announced to clients: the RabbitMQ whose behaviour Leveret follows.");

    /** Those with an option on the command line. */
    static final List<Setting<?>> OPTIONS = List.of(DATA_DIR, BIND, AMQP_PORT, MANAGEMENT_PORT, DEFINITIONS, LOG_LEVEL);

    static final List<Setting<?>> ALL = Stream.of(
                    List.<Setting<?>>of(DATA_DIR, BIND, AMQP_PORT, LOG_LEVEL),
                    List.<Setting<?>>of(MANAGEMENT_ENABLED, MANAGEMENT_HOST, MANAGEMENT_PORT, MANAGEMENT_PATH_PREFIX, MANAGEMENT_CORS_ORIGINS,
                            MANAGEMENT_CORS_MAX_AGE, MANAGEMENT_HSTS, MANAGEMENT_OPERATOR_POLICIES, MANAGEMENT_BODY_LIMIT),
                    List.<Setting<?>>of(METRICS_ENABLED, METRICS_HOST, METRICS_PORT, METRICS_LOGIN),
                    List.<Setting<?>>of(DEFINITIONS, DEFAULT_USER, DEFAULT_PASSWORD, LOOPBACK_USERS, PASSWORD_HASHING),
                    List.<Setting<?>>of(SYNC, DISK_FREE_LIMIT, ON_CORRUPTION, MESSAGE_MEMORY, HIGH_WATERMARK),
                    List.<Setting<?>>of(CONNECTION_MAX, THREADS, CONNECTION_MAX_PER_ADDRESS, UNAUTHENTICATED_MAX, HEARTBEAT, CHANNEL_MAX,
                            CHANNEL_MAX_PER_NODE, CONSUMER_MAX_PER_CHANNEL, FRAME_MAX, MAX_MESSAGE_SIZE, HANDSHAKE_TIMEOUT, MECHANISMS),
                    List.<Setting<?>>of(PROXY_PROTOCOL, TRUSTED_PROXIES, ADVERTISED_PRODUCT, ADVERTISED_VERSION),
                    TlsKeys.ALL)
            .flatMap(List::stream).toList();

    private Settings() {}
}
