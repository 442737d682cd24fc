package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.api.http.HttpSettings;
import io.leveret.broker.amqp.AmqpSettings;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.persistence.journal.SyncPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerConfigTest {

    @Test
    void hasADefaultForEverything() {
        assertThat(config(Map.of())).isEqualTo(new BrokerConfig(
                Path.of("./leveret-data"), "127.0.0.1", 5672, LogLevel.INFO,
                new BrokerConfig.Management(true, "127.0.0.1", 15672,
                        new HttpSettings("", Set.of(), Duration.ofDays(20), Duration.ZERO, true, 20_000_000, false),
                        new BrokerConfig.Metrics(true, "127.0.0.1", 15692, Optional.empty()), Optional.empty()),
                Optional.empty(),
                new BrokerConfig.Access("guest", "guest",
                        new Broker.Admission(Set.of("guest"), HashAlgorithm.SHA256, NodeLimits.NONE)),
                new BrokerConfig.Storage(SyncPolicy.GROUP, 2L << 30, OnCorruption.REFUSE),
                new BrokerConfig.Memory(Runtime.getRuntime().maxMemory() / 100 * 40, Runtime.getRuntime().maxMemory() / 100 * 85),
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                new AmqpSettings(2047, 131_072, Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(1), 16 << 20, 1024,
                        List.of("PLAIN", "AMQPLAIN", "EXTERNAL"), identity("RabbitMQ", "4.3.5"), new AmqpSettings.Limits(5_000, -1)),
                        Optional.empty(), new BrokerConfig.Renewal(Duration.ofSeconds(10), Duration.ofDays(30)), Optional.empty()));
    }

    @Test
    void doubtsThatOnlyCertificatesCountWhereNoneIsAskedFor() {
        assertThat(config(Map.of()).doubt()).isEmpty();
        assertThat(config(Map.of("LEVERET_AUTH_MECHANISMS", "EXTERNAL")).doubt()).hasValueSatisfying(doubt ->
                assertThat(doubt).startsWith("auth-mechanisms = EXTERNAL without listeners.ssl.default: "));
        assertThat(config(Map.of("LEVERET_AUTH_MECHANISMS", "EXTERNAL, PLAIN")).doubt()).isEmpty();
    }

    @Test
    void doubtsThatCertificatesCountWhereNoneIsAskedFor() {
        Map<String, String> tls = Map.of("LEVERET_LISTENERS_SSL_DEFAULT", "5671", "LEVERET_SSL_OPTIONS_CERTFILE", "cert.pem",
                "LEVERET_SSL_OPTIONS_KEYFILE", "key.pem", "LEVERET_SSL_OPTIONS_CACERTFILE", "ca.pem");
        assertThat(config(tls).doubt()).as("nobody has asked for EXTERNAL").isEmpty();
        assertThat(config(with(tls, "LEVERET_AUTH_MECHANISMS", "PLAIN")).doubt()).isEmpty();
        Map<String, String> external = with(tls, "LEVERET_AUTH_MECHANISMS", "PLAIN, EXTERNAL");
        assertThat(config(external).doubt()).contains("auth-mechanisms names EXTERNAL, but ssl-options.verify is not verify_peer: nobody can log in"
                + " by a certificate, as none is asked for");
        assertThat(config(with(tls, "LEVERET_AUTH_MECHANISMS", "EXTERNAL")).doubt()).hasValueSatisfying(doubt ->
                assertThat(doubt).contains("nobody can log in over AMQP"));
        assertThat(config(with(external, "LEVERET_SSL_OPTIONS_VERIFY", "verify_peer")).doubt()).isEmpty();
    }

    private static Map<String, String> with(Map<String, String> given, String variable, String value) {
        Map<String, String> more = new HashMap<>(given);
        more.put(variable, value);
        return more;
    }

    @Test
    void takesEverythingFromTheEnvironment() {
        assertThat(config(Map.ofEntries(
                Map.entry("LEVERET_DATA_DIR", "/var/lib/leveret"),
                Map.entry("LEVERET_BIND", "0.0.0.0"),
                Map.entry("LEVERET_AMQP_PORT", "0"),
                Map.entry("LEVERET_MANAGEMENT_ENABLED", "false"),
                Map.entry("LEVERET_MANAGEMENT_HOST", "::1"),
                Map.entry("LEVERET_MANAGEMENT_PORT", "8080"),
                Map.entry("LEVERET_MANAGEMENT_PATH_PREFIX", "/rabbit"),
                Map.entry("LEVERET_MANAGEMENT_CORS_ORIGINS", "https://a.example,https://b.example"),
                Map.entry("LEVERET_MANAGEMENT_CORS_MAX_AGE", "1 h"),
                Map.entry("LEVERET_MANAGEMENT_STRICT_TRANSPORT_SECURITY", "24 h"),
                Map.entry("LEVERET_MANAGEMENT_OPERATOR_POLICY_CHANGES", "false"),
                Map.entry("LEVERET_MANAGEMENT_BODY_LIMIT", "1 MB"),
                Map.entry("LEVERET_PROMETHEUS_ENABLED", "false"),
                Map.entry("LEVERET_PROMETHEUS_TCP_IP", "0.0.0.0"),
                Map.entry("LEVERET_PROMETHEUS_TCP_PORT", "15693"),
                Map.entry("LEVERET_PROMETHEUS_AUTHENTICATION_ENABLED", "true"),
                Map.entry("LEVERET_DEFINITIONS", "defs.json"),
                Map.entry("LEVERET_LOG_LEVEL", "Debug"),
                Map.entry("LEVERET_DEFAULT_USER", "alice"),
                Map.entry("LEVERET_DEFAULT_PASSWORD", "secret"),
                Map.entry("LEVERET_LOOPBACK_USERS", "alice, bob"),
                Map.entry("LEVERET_PASSWORD_HASHING", "bcrypt"),
                Map.entry("LEVERET_PERSISTENCE_SYNC", "os"),
                Map.entry("LEVERET_PERSISTENCE_DISK_FREE_LIMIT", "50 MB"),
                Map.entry("LEVERET_RECOVERY_ON_CORRUPTION", "salvage"),
                Map.entry("LEVERET_MEMORY_MESSAGES", "25%"),
                Map.entry("LEVERET_MEMORY_HIGH_WATERMARK", "64 MiB"),
                Map.entry("LEVERET_AMQP_CONNECTION_MAX", "1000"),
                Map.entry("LEVERET_AMQP_CONNECTION_MAX_PER_ADDRESS", "100"),
                Map.entry("LEVERET_AMQP_UNAUTHENTICATED_MAX", "200"),
                Map.entry("LEVERET_AMQP_CHANNEL_MAX_PER_NODE", "5000"),
                Map.entry("LEVERET_AMQP_CONSUMER_MAX_PER_CHANNEL", "30"),
                Map.entry("LEVERET_AMQP_THREADS", "3"),
                Map.entry("LEVERET_AMQP_HEARTBEAT", "5"),
                Map.entry("LEVERET_AMQP_CHANNEL_MAX", "10"),
                Map.entry("LEVERET_AMQP_FRAME_MAX", "64 KiB"),
                Map.entry("LEVERET_AMQP_MAX_MESSAGE_SIZE", "512MiB"),
                Map.entry("LEVERET_AMQP_HANDSHAKE_TIMEOUT", "500 ms"),
                Map.entry("LEVERET_AMQP_ADVERTISED_PRODUCT", "Leveret"),
                Map.entry("LEVERET_AMQP_ADVERTISED_VERSION", "1.2.3")))).isEqualTo(new BrokerConfig(
                Path.of("/var/lib/leveret"), "0.0.0.0", 0, LogLevel.DEBUG,
                new BrokerConfig.Management(false, "::1", 8080,
                        new HttpSettings("/rabbit", Set.of("https://a.example", "https://b.example"), Duration.ofHours(1),
                                Duration.ofDays(1), false, 1_000_000, true),
                        new BrokerConfig.Metrics(false, "0.0.0.0", 15693, Optional.empty()), Optional.empty()),
                Optional.of(Path.of("defs.json")),
                new BrokerConfig.Access("alice", "secret",
                        new Broker.Admission(Set.of("alice", "bob"), HashAlgorithm.BCRYPT, new NodeLimits(1000, 100, 5000))),
                new BrokerConfig.Storage(SyncPolicy.OS, 50_000_000, OnCorruption.SALVAGE),
                new BrokerConfig.Memory(Runtime.getRuntime().maxMemory() / 100 * 25, 64 << 20), 3,
                new AmqpSettings(10, 65_536, Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMillis(500), 512 << 20, 1024,
                        List.of("PLAIN", "AMQPLAIN", "EXTERNAL"), identity("Leveret", "1.2.3"), new AmqpSettings.Limits(200, 30)),
                        Optional.empty(), new BrokerConfig.Renewal(Duration.ofSeconds(10), Duration.ofDays(30)), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "0, 2, 1", "0, 3, 1", "0, 16, 8", "1, 16, 1", "4, 2, 4"})
    void takesAThreadForTwoProcessorsUnlessTold(int said, int processors, int loops) {
        assertThat(BrokerConfig.loops(said, processors)).isEqualTo(loops);
    }

    @Test
    void takesAnEmptyVariableForOneThatIsNotSetExceptForLists() {
        assertThat(config(Map.of("LEVERET_BIND", "", "LEVERET_CONFIG", "")).bind()).isEqualTo("127.0.0.1");
        assertThat(config(Map.of("LEVERET_LOOPBACK_USERS", "")).access().admission().loopbackUsers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LEVERET_DATA_DIR               | a\0b     | data-dir must be a path
            LEVERET_MEMORY_MESSAGES        | 51%      | memory.messages must be a share of the heap from 1% to 50%, or a size from 1 MiB to that
            LEVERET_MEMORY_MESSAGES        | 100 TiB  | memory.messages must be a share of the heap from 1% to 50%, or a size from 1 MiB to that
            LEVERET_MEMORY_MESSAGES        | 1000     | memory.messages must be a share of the heap from 1% to 50%, or a size from 1 MiB to that
            LEVERET_MEMORY_HIGH_WATERMARK  | 49%      | memory.high-watermark must be a share of the heap from 50% to 100%, or a size from 1 MiB to that
            LEVERET_PERSISTENCE_DISK_FREE_LIMIT | much | persistence.disk-free-limit must be a size up to 1024 PiB, or so many times the memory: "1.5 x memory"
            LEVERET_PERSISTENCE_DISK_FREE_LIMIT | 50%  | persistence.disk-free-limit must be a size up to 1024 PiB, or so many times the memory: "1.5 x memory"
            LEVERET_AMQP_PORT              | -1       | amqp-port must be a whole number from 0 to 65535
            LEVERET_AMQP_PORT              | 65536    | amqp-port must be a whole number from 0 to 65535
            LEVERET_AMQP_PORT              | 5672.5   | amqp-port must be a whole number from 0 to 65535
            LEVERET_AMQP_PORT              | tcp://x  | amqp-port must be a whole number from 0 to 65535
            LEVERET_MANAGEMENT_PORT        | many     | management.port must be a whole number from 0 to 65535
            LEVERET_MANAGEMENT_ENABLED     | maybe    | management.enabled must be true or false
            LEVERET_MANAGEMENT_PATH_PREFIX | rabbit   | management.path-prefix must be empty, or a path such as /rabbit
            LEVERET_LOG_LEVEL              | loud     | log-level must be one of off, error, warn, info, debug, trace
            LEVERET_PASSWORD_HASHING       | md5      | password-hashing must be one of sha256, sha512, bcrypt
            LEVERET_PERSISTENCE_SYNC       | never    | persistence.sync must be group, group:<microseconds>, interval:<milliseconds> or os (a minute at most)
            LEVERET_PERSISTENCE_SYNC       | os:5     | persistence.sync must be group, group:<microseconds>, interval:<milliseconds> or os (a minute at most)
            LEVERET_RECOVERY_ON_CORRUPTION | ignore   | recovery.on-corruption must be one of refuse, salvage
            LEVERET_AMQP_CONNECTION_MAX    | -2       | amqp.connection-max must be a whole number from -1 to 2147483647
            LEVERET_AMQP_THREADS           | 1025     | amqp.threads must be a whole number from 0 to 1024
            LEVERET_AMQP_HEARTBEAT         | -1       | amqp.heartbeat must be whole seconds from 0 to 65535
            LEVERET_AMQP_HEARTBEAT         | 1500 ms  | amqp.heartbeat must be whole seconds from 0 to 65535
            LEVERET_AMQP_HEARTBEAT         | 65536 s  | amqp.heartbeat must be whole seconds from 0 to 65535
            LEVERET_AMQP_CHANNEL_MAX       | 0        | amqp.channel-max must be a whole number from 1 to 65535
            LEVERET_AMQP_CHANNEL_MAX       | 65536    | amqp.channel-max must be a whole number from 1 to 65535
            LEVERET_AMQP_FRAME_MAX         | 4095     | amqp.frame-max must be a size from 4096 to 16 MiB
            LEVERET_AMQP_FRAME_MAX         | 17 MiB   | amqp.frame-max must be a size from 4096 to 16 MiB
            LEVERET_AMQP_MAX_MESSAGE_SIZE  | 0        | amqp.max-message-size must be a size from 1 to 512 MiB
            LEVERET_AMQP_MAX_MESSAGE_SIZE  | 513 MiB  | amqp.max-message-size must be a size from 1 to 512 MiB
            LEVERET_AMQP_MAX_MESSAGE_SIZE  | huge     | amqp.max-message-size must be a size from 1 to 512 MiB
            LEVERET_AMQP_HANDSHAKE_TIMEOUT | 0        | amqp.handshake-timeout must be a time from 10 ms to 1 h
            LEVERET_AMQP_HANDSHAKE_TIMEOUT | 2 hours  | amqp.handshake-timeout must be a time from 10 ms to 1 h
            """)
    void saysWhatIsWrongAndWhere(String variable, String text, String complaint) {
        assertThatThrownBy(() -> config(Map.of(variable, text)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("environment variable " + variable + ": " + complaint + ", not '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"2GB, 2000000000", "512MiB, 536870912", "1 GiB, 1073741824", "50000000, 50000000", "0, 0", "0.0 x memory, 0"})
    void takesTheDiskLimitWithUnits(String text, long bytes) {
        assertThat(diskFreeLimit(text)).isEqualTo(bytes);
    }

    @Test
    void takesTheDiskLimitAsTimesTheMemory() {
        long once = diskFreeLimit("1 x memory");
        assertThat(once).isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(diskFreeLimit("1.5 x memory")).isEqualTo((long) (1.5 * once));
    }

    private static long diskFreeLimit(String text) {
        return config(Map.of("LEVERET_PERSISTENCE_DISK_FREE_LIMIT", text)).storage().diskFreeLimit();
    }

    private static AmqpSettings.Identity identity(String product, String version) {
        return new AmqpSettings.Identity(product, version, "rabbit@localhost", Version.current());
    }

    private static BrokerConfig config(Map<String, String> environment) {
        return BrokerConfig.of(Arguments.parse().settings(environment));
    }
}
