package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.broker.Arguments.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @TempDir
    Path directory;

    @Test
    void runTheServerUnlessToldOtherwise() {
        assertThat(Arguments.parse().command()).isEqualTo(Command.SERVER);
        assertThat(Arguments.parse("server", "--amqp-port", "0").command()).isEqualTo(Command.SERVER);
        assertThat(Arguments.parse("--amqp-port=0", "config").command()).isEqualTo(Command.CONFIG);
        assertThat(Arguments.parse("config", "--help").command()).isEqualTo(Command.HELP);
        assertThat(Arguments.parse("help").command()).isEqualTo(Command.HELP);
        assertThat(Arguments.parse("-V").command()).isEqualTo(Command.VERSION);
    }

    @Test
    void winOverTheEnvironmentAndThatOverTheFileAndThatOverTheDefaults() throws IOException {
        Path file = Files.writeString(directory.resolve("leveret.conf"), "amqp-port = 1\nmanagement.port = 1\nbind = file\n");
        Map<String, String> environment = Map.of(
                "LEVERET_CONFIG", file.toString(), "LEVERET_AMQP_PORT", "2", "LEVERET_MANAGEMENT_PORT", "2");
        ChosenSettings settings = Arguments.parse("--amqp-port", "3").settings(environment);
        assertThat(settings.value(Settings.AMQP_PORT)).isEqualTo(3);
        assertThat(settings.value(Settings.MANAGEMENT_PORT)).isEqualTo(2);
        assertThat(settings.value(Settings.BIND)).isEqualTo("file");
        assertThat(settings.value(Settings.DEFAULT_USER)).isEqualTo("guest");
        assertThat(settings.explain()).contains(
                "\namqp-port = 3 ", "  # option --amqp-port\n",
                "\nmanagement.port = 2 ", "  # environment variable LEVERET_MANAGEMENT_PORT\n",
                "\nbind = \"file\" ", "  # " + file + ":3\n",
                "\ndefault-user = \"guest\" ", "  # default\n");
    }

    @Test
    void preferTheFileTheyNameToThatOfTheEnvironment() throws IOException {
        Path named = Files.writeString(directory.resolve("named.conf"), "bind = named\n");
        ChosenSettings settings = Arguments.parse("--config", named.toString())
                .settings(Map.of("LEVERET_CONFIG", directory.resolve("missing.conf").toString()));
        assertThat(settings.value(Settings.BIND)).isEqualTo("named");
    }

    @Test
    void explainThemselvesInAFileThatCanBeUsedButHidesPasswords() throws IOException {
        ChosenSettings settings = Arguments.parse("--data-dir", "C:\\a \"b\"")
                .settings(Map.of("LEVERET_DEFAULT_PASSWORD", "s3cret", "LEVERET_LOOPBACK_USERS", "alice, bob"));
        assertThat(settings.explain()).doesNotContain("s3cret").contains("management.enabled = true ", "amqp.connection-max = -1 ",
                "amqp.frame-max = \"131072\" ", "persistence.sync = \"group\" ", "loopback-users = [\"alice\", \"bob\"] ");
        Path file = Files.writeString(directory.resolve("saved.conf"), settings.explain());
        ChosenSettings saved = Arguments.parse("--config", file.toString()).settings(Map.of("LEVERET_DEFAULT_PASSWORD", "s3cret"));
        assertThat(BrokerConfig.of(saved)).isEqualTo(BrokerConfig.of(settings));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --amqp-prot 5672            | did you mean --amqp-port?
            frobnicate                  | there is no command 'frobnicate'
            server config               | config
            check /var/lib/leveret      | the directory is said with --data-dir /var/lib/leveret
            check --data-dir a b        | the directory is said with --data-dir b
            check --amqp-port 1         | check does not take --amqp-port (check --help lists what it takes)
            --bind x check              | check does not take --bind
            --amqp-port                 | --amqp-port
            --amqp-port 1 --amqp-port 2 | --amqp-port
            """)
    void areRefusedInOneLineWhenWrong(String line, String part) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("command line: ").hasMessageContaining(part).hasMessageNotContaining("\n");
    }

    @Test
    void sayWhichOptionHasAValueThatMakesNoSense() {
        Arguments arguments = Arguments.parse("--amqp-port", "many");
        assertThatThrownBy(() -> arguments.settings(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("option --amqp-port: amqp-port must be a whole number from 0 to 65535, not 'many'");
    }

    @Test
    void wantAFileWhereTheyNameOne() {
        Arguments arguments = Arguments.parse("--config=");
        assertThatThrownBy(() -> arguments.settings(Map.of()))
                .isInstanceOf(ConfigurationException.class).hasMessage("option --config: config must be a path, not ''");
    }

    @Test
    void knowTheVariablesThatMeanNothing() {
        assertThat(Arguments.unknownVariables(Map.of(
                "LEVERET_AMPQ_PORT", "1", "LEVERET_AMQP_PORT", "1", "LEVERET_CONFIG", "x", "LEVERET_JAVA_OPTS", "-Xmx1g",
                "LEVERET_SERVICE_HOST", "10.0.0.1", "LEVERET_PORT", "tcp://10.0.0.1:5672", "LEVERET_PORT_5672_TCP_ADDR", "10.0.0.1",
                "PATH", "/bin"))).containsExactly("LEVERET_AMPQ_PORT");
    }

    @Test
    void listEveryOptionWithItsVariable() {
        assertThat(Settings.OPTIONS).allSatisfy(setting ->
                assertThat(Arguments.parse("--help").help()).contains(setting.option() + "=", setting.variable(), setting.defaultText()));
        assertThat(Arguments.parse("--help").help()).contains("--config=FILE", "LEVERET_CONFIG", "--help", "--version");
    }

    @Test
    void tellOfOneCommandAndItsExitCodes() {
        assertThat(Arguments.parse("check", "--help").help()).contains("leveret check", "--data-dir", "0   nothing is damaged",
                "1   a start would refuse", "3   something is damaged").doesNotContain("--bind", "COMMAND", "made if missing");
        assertThat(Arguments.parse("server", "--help").help()).contains("--amqp-port", "4   the disk failed").doesNotContain("COMMAND");
        assertThat(Arguments.parse("config", "--help").help()).contains("leveret config", "2   something is wrong");
        assertThat(Arguments.parse("--help").help()).contains("COMMAND", "Exit codes:", "./leveret perf");
        assertThat(Arguments.parse("help").help()).isEqualTo(Arguments.parse("--help").help());
    }

    @Test
    void knowTheirVersion() {
        assertThat(Version.current()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "server", "--amqp-port 0", "server --amqp-port=0 --data-dir a=b", "--config= --bind ::1"})
    void readsByItselfWhatLeavesNothingToExplain(String line) {
        assertThat(PlainArguments.read(List.of("--amqp-port", "--data-dir", "--config", "--bind"), words(line))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "--help", "-V", "--amqp-port", "--amqp-port --bind 0", "--amqp-port -1", "--amqp-port 0 --amqp-port 1",
            "--amqp-port 0 server", "server server", "--amqp 0", "@file", "--"})
    void leavesAllElseToPicocli(String line) {
        assertThat(PlainArguments.read(List.of("--amqp-port", "--bind"), words(line))).isEmpty();
    }

    private static String[] words(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ");
    }
}
