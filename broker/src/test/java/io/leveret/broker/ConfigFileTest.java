package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.api.http.HttpSettings;
import io.leveret.broker.amqp.AmqpSettings;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("leveret.conf");
    }

    @Test
    void holdsEverySetting() {
        BrokerConfig config = config("""
                data-dir = /var/lib/leveret
                bind = "::1"
                amqp-port = 5673
                management {
                  enabled = false
                  host = 0.0.0.0
                  port = 0
                  path-prefix = /rabbit
                  cors-origins = ["https://console.example"]
                  cors-max-age = 1 h
                  strict-transport-security = 24 h
                  operator-policy-changes = false
                  body-limit = 1 MiB
                }
                prometheus {
                  enabled = false
                  tcp.ip = "::1"
                  tcp.port = 15693
                  authentication.enabled = true
                }
                log-level = warn
                definitions = defs.json
                default-user = alice
                default-password = secret
                loopback-users = [alice, "bob the builder"]
                password-hashing = sha512
                persistence {
                  sync = "interval:20"
                  disk-free-limit = 64 MiB
                }
                recovery.on-corruption = salvage
                memory.messages = 100 MiB
                memory.high-watermark = 64 MiB
                amqp {
                  connection-max = 500
                  connection-max-per-address = 10
                  unauthenticated-max = 50
                  channel-max-per-node = 1000
                  consumer-max-per-channel = 20
                  heartbeat = 30
                  channel-max = 100
                  frame-max = 128 KiB
                  max-message-size = 1 MiB
                  handshake-timeout = 1500 ms
                  advertised-product = Leveret
                  advertised-version = "0.1"
                }
                """);
        assertThat(config).isEqualTo(new BrokerConfig(
                Path.of("/var/lib/leveret"), "::1", 5673, LogLevel.WARN,
                new BrokerConfig.Management(false, "0.0.0.0", 0,
                        new HttpSettings("/rabbit", Set.of("https://console.example"), Duration.ofHours(1), Duration.ofDays(1), false, 1 << 20, true),
                        new BrokerConfig.Metrics(false, "::1", 15693, Optional.empty()), Optional.empty()),
                Optional.of(Path.of("defs.json")),
                new BrokerConfig.Access("alice", "secret",
                        new Broker.Admission(Set.of("alice", "bob the builder"), HashAlgorithm.SHA512, new NodeLimits(500, 10, 1000))),
                new BrokerConfig.Storage(SyncPolicy.interval(Duration.ofMillis(20)), 64 << 20, OnCorruption.SALVAGE),
                new BrokerConfig.Memory(100 << 20, 64 << 20),
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                new AmqpSettings(100, 131_072, Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofSeconds(1), 1 << 20, 1024,
                        List.of("PLAIN", "AMQPLAIN", "EXTERNAL"), new AmqpSettings.Identity("Leveret", "0.1", "rabbit@localhost", Version.current()),
                        new AmqpSettings.Limits(50, 20)),
                        Optional.empty(), new BrokerConfig.Renewal(Duration.ofSeconds(10), Duration.ofDays(30)), Optional.empty()));
    }

    @Test
    void isShownInTheReadmeWithEveryKeyAndItsDefault() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.substring(readme.indexOf("```hocon\n") + 9);
        shown = shown.substring(0, shown.indexOf("```"));
        assertThat(config(shown)).isEqualTo(config(""));
        for (Setting<?> setting : Settings.ALL) {
            assertThat(shown).containsPattern("(?m)^ *" + setting.key().replaceFirst("^.*\\.", "") + " = ");
        }
    }

    @Test
    void takesDottedKeysAndReferences() {
        BrokerConfig config = config("""
                amqp.heartbeat = 5 s
                default-user = alice
                loopback-users = [${default-user}]
                """);
        assertThat(config.amqp().heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.access().admission().loopbackUsers()).containsExactly("alice");
    }

    @Test
    void takesListsByTheNumber() {
        BrokerConfig config = config("""
                auth-mechanisms.10 = PLAIN
                auth-mechanisms.2 = EXTERNAL
                """);
        assertThat(config.amqp().mechanisms()).containsExactly("EXTERNAL", "PLAIN");
    }

    @Test
    void mayLeaveThingsToTheDefaults() {
        assertThat(config("")).isEqualTo(BrokerConfig.of(Arguments.parse().settings(Map.of())));
        assertThat(config("amqp {}").bind()).isEqualTo("127.0.0.1");
        assertThat(config("loopback-users = []").access().admission().loopbackUsers()).isEmpty();
    }

    @Test
    void namesTheLineThatIsMalformed() {
        assertThatThrownBy(() -> config("bind = localhost\namqp {\n  heartbeat = }\n"))
                .isInstanceOf(ConfigurationException.class).hasMessageStartingWith(file + ":3: ").hasMessageNotContaining("\n");
        assertThatThrownBy(() -> config("bind = localhost\n\namqp {\n"))
                .isInstanceOf(ConfigurationException.class).hasMessageStartingWith(file + ":4: ");
    }

    @Test
    void saysWhatIsWrongWithItsShape() {
        assertRefused("bind = localhost\namqp {\n  heartbeat = 5\n", 4, "the file ends within braces or brackets");
        assertRefused("[1, 2]", 1, "must hold keys with values, not a list");
        assertRefused("a = }", 1, "Expecting a value but got wrong token: '}'");
        assertRefused("\nbind = null\n", 2, "bind must have a value, not null; leave the line out for the default");
    }

    @Test
    void includesOthersWithTheirLines() throws IOException {
        Files.writeString(directory.resolve("part.conf"), "\nbind = localhost\nwrong = 1");
        assertThatThrownBy(() -> config("include \"part\"\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(directory.resolve("part.conf") + ":3: there is no setting 'wrong'");
        assertThatThrownBy(() -> config("include required(\"nope\")\n"))
                .isInstanceOf(ConfigurationException.class).hasMessage(file + ": there is no file nope.conf to include");
        assertThatThrownBy(() -> config("include required(file(\"nope.conf\"))\n"))
                .isInstanceOf(ConfigurationException.class).hasMessage(file + ": there is no file nope.conf to include");
        assertThatThrownBy(() -> config("include \"leveret\"\n"))
                .isInstanceOf(ConfigurationException.class).hasMessageContaining("cycle").hasMessageNotContaining("Trace");
    }

    @Test
    void namesTheLineOfAnUnknownKey() {
        assertRefused("bind = localhost\namqp-prot = 5672\n", 2, "there is no setting 'amqp-prot', did you mean amqp-port?");
        assertRefused("amqp {\n  heartbeat = 5\n  heart = beat\n}\nanother = wrong", 3, "there is no setting 'amqp.heart', did you mean amqp.heartbeat?");
        assertRefused("tls {\n  port = 5671\n}\n", 2, "there is no setting 'tls.port'");
    }

    @Test
    void namesTheLineOfAValueThatMakesNoSense() {
        assertRefused("\namqp-port = many\n", 2, "amqp-port must be a whole number from 0 to 65535, not 'many'");
        assertRefused("amqp-port = true\n", 1, "amqp-port must be a whole number from 0 to 65535, not 'true'");
        assertRefused("amqp {\n  frame-max = 1\n}\n", 2, "amqp.frame-max must be a size from 4096 to 16 MiB, not '1'");
    }

    @Test
    void namesTheLineOfAValueOfTheWrongType() {
        assertRefused("\nbind = [a, b]\n", 2, "bind must be some text, not a list");
        assertRefused("amqp-port { a = 1 }\n", 1, "amqp-port must be a whole number from 0 to 65535, not a section");
        assertRefused("loopback-users { guest = true }\n", 1, "loopback-users must be a list of names, not a section");
        assertRefused("\namqp = 5672\n", 2, "amqp is a section and wants braces");
    }

    @Test
    void namesTheLineOfAReferenceToNothing() {
        assertThatThrownBy(() -> config("\nbind = ${nowhere}\n"))
                .isInstanceOf(ConfigurationException.class).hasMessageStartingWith(file + ":2: ").hasMessageContaining("nowhere");
    }

    @Test
    void keepsPasswordsOutOfItsComplaints() {
        assertThatThrownBy(() -> config("default-password = [s3cret]"))
                .isInstanceOf(ConfigurationException.class).hasMessageNotContaining("s3cret");
    }

    @Test
    void mustBeAFile() {
        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(ConfigurationException.class).hasMessage(file + ": there is no such file");
        assertThatThrownBy(() -> ConfigFile.read(directory))
                .isInstanceOf(ConfigurationException.class).hasMessage(directory + ": is a directory, not a configuration file");
    }

    private void assertRefused(String text, int line, String complaint) {
        assertThatThrownBy(() -> config(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ":" + line + ": " + complaint);
    }

    private BrokerConfig config(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return BrokerConfig.of(Arguments.parse("--config", file.toString()).settings(Map.of()));
    }
}
