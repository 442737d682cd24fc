package io.leveret.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as scripts see it: a process with two output streams, signals and an exit code. */
class LauncherIT {
    private static final Pattern READY = Pattern.compile("Leveret \\S+ ready in \\d+ ms · (amqp://127\\.0\\.0\\.1:(\\d+))");

    @TempDir
    Path directory;

    private final List<StartedProcess> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(StartedProcess::close);
    }

    @Test
    void saysOnStdoutThatItIsReadyAndNothingElse() throws Exception {
        StartedProcess leveret = leveret("--amqp-port", "0");
        Matcher ready = ready(leveret);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(ready.group(1));
        try (Connection connection = factory.newConnection()) {
            assertThat(connection.isOpen()).isTrue();
        }
        leveret.signal("TERM");
        assertThat(leveret.exitCode()).isZero();
        assertThat(leveret.out()).isEqualTo(ready.group() + "\n");
        assertThat(leveret.err().lines()).first(STRING).contains(" INFO  Leveret ", " on JDK ", directory + "/leveret-data");
        assertThat(leveret.err().lines()).last(STRING).endsWith(" INFO  stopped");
        assertThat(leveret.err()).doesNotContain(" WARN ").contains("persistence.sync = group");
        assertThat(directory.resolve("leveret-data/node")).exists();
    }

    @Test
    void saysWhereTheManagementApiIs() throws Exception {
        StartedProcess leveret = leveret(Map.of("LEVERET_MANAGEMENT_ENABLED", "true", "LEVERET_PROMETHEUS_TCP_PORT", "0"),
                "--amqp-port", "0", "--management-port", "0");
        String line = leveret.firstLine();
        Api api = new Api(URI.create(line.substring(line.indexOf("http://")).split(" ")[0]), "guest", "guest");
        await().ignoreExceptions().atMost(60, SECONDS).until(() -> api.get("/whoami").status() == 200);
        // A broker that stops does not wait long for what is still starting.
        await().untilAsserted(() -> assertThat(leveret.err()).contains("management API on http://127.0.0.1:" + api.uri().getPort(), "metrics on http://127.0.0.1:"));
        leveret.signal("TERM");
        assertThat(leveret.exitCode()).isZero();
        assertThat(leveret.err()).doesNotContain(" WARN ", " ERROR ");
    }

    @Test
    void startsWithDefinitionsOrNotAtAll() throws Exception {
        Path file = Files.writeString(directory.resolve("defs.json"), "{\"users\":[{\"name\":\"me\",\"password\":\"secret\",\"tags\":[]}],"
                + "\"permissions\":[{\"user\":\"me\",\"vhost\":\"/\",\"configure\":\"\",\"write\":\"\",\"read\":\".*\"}],"
                + "\"queues\":[{\"name\":\"q\",\"vhost\":\"/\",\"durable\":true,\"arguments\":{}}]}");
        StartedProcess leveret = leveret("--amqp-port", "0", "--definitions", file.toString());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(ready(leveret).group(1));
        factory.setUsername("me");
        factory.setPassword("secret");
        try (Connection connection = factory.newConnection()) {
            assertThat(connection.createChannel().queueDeclarePassive("q").getMessageCount()).isZero();
        }
        Files.writeString(file, "{\"queues\":[{\"name\":\"q\",\"vhost\":\"none\"}]}");
        StartedProcess refused = leveret("--amqp-port", "0", "--data-dir", "other", "--definitions", file.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("leveret: definitions file " + file + ": queues, q: no virtual host 'none'\n");
    }

    @Test
    void doesNotStartWhenThePortOfTheManagementApiIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            StartedProcess refused = leveret(Map.of("LEVERET_MANAGEMENT_ENABLED", "true"), "--amqp-port", "0",
                    "--management-port", String.valueOf(other.getLocalPort()));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("leveret: cannot listen on 127.0.0.1:" + other.getLocalPort()
                    + " for the management API: ");
        }
    }

    @Test
    void warnsWhenThePortForMetricsIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String taken = "127.0.0.1:" + other.getLocalPort();
            StartedProcess leveret = leveret(Map.of("LEVERET_MANAGEMENT_ENABLED", "true", "LEVERET_PROMETHEUS_TCP_PORT",
                    String.valueOf(other.getLocalPort())), "--amqp-port", "0", "--management-port", "0");
            String line = leveret.firstLine();
            assertThat(line).doesNotContain(taken);
            Api api = new Api(URI.create(line.substring(line.indexOf("http://")).split(" ")[0]), "guest", "guest");
            await().ignoreExceptions().atMost(60, SECONDS).until(() -> api.get("/whoami").status() == 200);
            await().untilAsserted(() -> assertThat(leveret.err()).contains(" WARN "));
            assertThat(api.get("/overview?columns=listeners").body()).doesNotContain("http/prometheus");
            leveret.signal("TERM");
            assertThat(leveret.exitCode()).isZero();
            assertThat(leveret.err().lines().filter(each -> each.contains(" WARN "))).singleElement(STRING).contains(taken, "prometheus.tcp.port");
            assertThat(leveret.err()).doesNotContain("metrics on http://", " ERROR ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void endsInTimeWithZeroHoweverStuckItsClientsAre(String signal) throws Exception {
        StartedProcess leveret = leveret("--amqp-port", "0");
        int port = Integer.parseInt(ready(leveret).group(2));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        Connection idle = factory.newConnection();
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port);
             Socket halfway = new Socket(InetAddress.getLoopbackAddress(), port)) {
            halfway.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            leveret.signal(signal);
            assertThat(leveret.exitCodeWithin(10)).isZero();
            assertThat(silent.isConnected()).isTrue();
        } finally {
            idle.abort();
        }
    }

    @Test
    void takesItsSettingsFromTheEnvironmentToo() throws Exception {
        StartedProcess leveret = leveret(Map.of("LEVERET_AMQP_PORT", "0", "LEVERET_DATA_DIR", "elsewhere", "LEVERET_LOG_LEVEL", "off"));
        ready(leveret);
        assertThat(directory.resolve("elsewhere/node")).exists();
        assertThat(leveret.err()).isEmpty();
    }

    @Test
    void refusesAPortThatIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(1, "leveret: cannot listen on 127.0.0.1:" + other.getLocalPort() + ": address already in use",
                    "--amqp-port", String.valueOf(other.getLocalPort()));
        }
    }

    @Test
    void refusesADataDirectoryThatIsInUse() throws Exception {
        StartedProcess first = leveret("--amqp-port", "0");
        ready(first);
        assertRefused(1, "leveret: data directory ./leveret-data is in use by process " + first.pid(), "--amqp-port", "0");
    }

    @Test
    void refusesADataDirectoryThatCannotBe() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        assertRefused(1, "leveret: data directory file/data cannot be used: " + directory.resolve("file") + " is not a directory",
                "--amqp-port", "0", "--data-dir", "file/data");
    }

    @Test
    void refusesAnAddressThatIsNotOfThisMachine() throws Exception {
        assertRefused(1, "leveret: cannot listen on 192.0.2.1:0: ", "--amqp-port", "0", "--bind", "192.0.2.1");
    }

    @Test
    void refusesAWrongCommandLine() throws Exception {
        assertRefused(2, "leveret: command line: Unknown option: '--frobnicate'", "--frobnicate");
        assertRefused(2, "leveret: command line: there is no command 'frobnicate'", "frobnicate");
        assertRefused(2, "leveret: option --amqp-port: amqp-port must be a whole number from 0 to 65535, not 'x'", "--amqp-port", "x");
    }

    @Test
    void refusesAWrongConfigurationWithItsLine() throws Exception {
        Files.writeString(directory.resolve("broken.conf"), "amqp {\n  heartbeat = 5 s\n");
        assertRefused(2, "leveret: broken.conf:3: ", "--config", "broken.conf");
        Files.writeString(directory.resolve("unknown.conf"), "amqp {\n  heart = beat\n}\n");
        assertRefused(2, "leveret: unknown.conf:2: there is no setting 'amqp.heart'", "--config", "unknown.conf");
        assertRefused(2, "leveret: missing.conf: there is no such file", "--config", "missing.conf");
        assertRefused(2, "leveret: option --config: config must be a path, not ''", "--config=");
        Files.writeString(directory.resolve("half.conf"), "management.ssl.port = 15671\n");
        assertRefused(2, "leveret: half.conf:1: management.ssl.port needs management.ssl.certfile", "config", "--config", "half.conf");
        Files.writeString(directory.resolve("whole.conf"), "include \"unknown\"\n");
        assertRefused(2, "leveret: unknown.conf:2: there is no setting 'amqp.heart'", "--config", "whole.conf");
    }

    @Test
    void refusesCertificatesThatAreOfNoUseAsItsConfiguration() throws Exception {
        Files.writeString(directory.resolve("tls.conf"), "listeners.ssl.default = 0\nssl-options { certfile = none.pem, keyfile = none.pem }\n");
        assertRefused(2, "leveret: listeners.ssl.default: there is no file none.pem", "config", "--config", "tls.conf");
        assertRefused(2, "leveret: listeners.ssl.default: there is no file none.pem", "--amqp-port", "0", "--config", "tls.conf");
    }

    @Test
    void explainsItsConfiguration() throws Exception {
        Files.writeString(directory.resolve("leveret.conf"), "\nbind = \"::1\"\n");
        StartedProcess leveret = leveret(Map.of("LEVERET_CONFIG", "leveret.conf"), "config", "--amqp-port", "1");
        assertThat(leveret.exitCode()).isZero();
        assertThat(leveret.out()).containsPattern("bind = \"::1\" +# leveret.conf:2\n")
                .containsPattern("amqp-port = 1 +# option --amqp-port\n").containsPattern("log-level = \"info\" +# default\n");
        assertThat(leveret.err()).isEmpty();
    }

    @Test
    void looksThroughTheDirectoryOfAStoppedBroker() throws Exception {
        assertRefused(1, "leveret: ./leveret-data is no data directory", "check");
        StartedProcess server = leveret("--amqp-port", "0");
        ready(server);
        assertRefused(1, "leveret: data directory ./leveret-data is in use by process ", "check");
        server.signal("TERM");
        assertThat(server.exitCode()).isZero();
        StartedProcess whole = leveret("check");
        assertThat(whole.exitCode()).isZero();
        assertThat(whole.out()).contains("users 1", "messages: 0 in 0 queues").endsWith("nothing is damaged\n");
        assertThat(whole.err()).isEmpty();
        Path catalog = directory.resolve("leveret-data/catalog/catalog-00000001.log");
        byte[] bytes = Files.readAllBytes(catalog);
        bytes[10] ^= 1;
        Files.write(catalog, bytes);
        StartedProcess damaged = leveret("check");
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out()).contains("DAMAGED catalog/catalog-00000001.log at offset 0: ").contains("damaged in 1 place\n")
                .contains("a start refuses this: the catalog is damaged in file catalog-00000001.log at offset 0");
        assertRefused(2, "leveret: command line: Unmatched argument at index 1: './leveret-data', the directory is said with --data-dir",
                "check", "./leveret-data");
    }

    @Test
    void warnsOfVariablesThatItDoesNotKnow() throws Exception {
        StartedProcess config = leveret(Map.of("LEVERET_AMPQ_PORT", "1"), "config");
        assertThat(config.exitCode()).isZero();
        assertThat(config.err()).isEqualTo("leveret: environment variable LEVERET_AMPQ_PORT: there is no such setting, did you mean LEVERET_AMQP_PORT?\n");
        StartedProcess server = leveret(Map.of("LEVERET_AMPQ_PORT", "1"), "--amqp-port", "0");
        ready(server);
        server.signal("TERM");
        assertThat(server.exitCode()).isZero();
        assertThat(server.err()).contains(" WARN  environment variable LEVERET_AMPQ_PORT: there is no such setting, did you mean LEVERET_AMQP_PORT?\n");
    }

    @Test
    void warnsOfAPolicyThatLosesMessages() throws Exception {
        StartedProcess server = leveret(Map.of("LEVERET_PERSISTENCE_SYNC", "interval:50"), "--amqp-port", "0");
        ready(server);
        server.signal("TERM");
        assertThat(server.exitCode()).isZero();
        assertThat(server.err()).contains(" WARN  messages are confirmed before the disk has them (persistence.sync = interval:50)");
    }

    @Test
    void tellsItsVersionAndItsOptions() throws Exception {
        StartedProcess version = leveret("--version");
        StartedProcess help = leveret("--help");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).matches("Leveret \\S+\n");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("--amqp-port", "LEVERET_AMQP_PORT");
    }

    private void assertRefused(int exitCode, String complaint, String... arguments) throws Exception {
        StartedProcess leveret = leveret(arguments);
        assertThat(leveret.exitCode()).isEqualTo(exitCode);
        assertThat(leveret.err()).startsWith(complaint).hasLineCount(1);
        assertThat(leveret.out()).isEmpty();
    }

    private static Matcher ready(StartedProcess leveret) {
        Matcher ready = READY.matcher(leveret.firstLine());
        assertThat(ready.matches()).as(leveret.firstLine()).isTrue();
        return ready;
    }

    private StartedProcess leveret(String... arguments) throws IOException {
        return leveret(Map.of(), arguments);
    }

    private StartedProcess leveret(Map<String, String> environment, String... arguments) throws IOException {
        StartedProcess process = StartedProcess.leveret(directory, environment, arguments);
        started.add(process);
        return process;
    }
}
