package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import io.leveret.perf.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load generator and a broker whose certificate is of an authority that nobody knows. */
class PerfTlsIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Leveret broker;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = Pki.withServer(directory).amqps(Leveret.builder().inMemory().amqpPort(0)).start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private int run(String... arguments) {
        return new Main(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), new CompletableFuture<>()).run(arguments);
    }

    private String uri(String scheme, int port) {
        return scheme + "://guest:guest@localhost:" + port;
    }

    private int tlsPort() {
        return broker.amqpsUri().orElseThrow().getPort();
    }

    @Test
    void measuresOverTls() {
        assertThat(run("--uri", uri("amqps", tlsPort()), "-C", "1000", "-s", "100000", "-c", "100", "-x", "2")).as(err::toString).isZero();
        assertThat(out.toString(UTF_8)).containsPattern("received +[12],000 ");
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() {
        assertThat(run("--uri", uri("amqps", tlsPort()), "-udsc", "-C", "1")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("leveret perf: no TLS with localhost:" + tlsPort() + ": ").contains("certification path").hasLineCount(1);
    }

    @Test
    void saysThatThereIsNoTls() {
        int plain = broker.amqpUri().getPort();
        assertThat(run("--uri", uri("amqps", plain), "-C", "1", "--json")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("leveret perf: no TLS with localhost:" + plain + ": ");
        assertThat(out.toString(UTF_8)).doesNotContain("guest:guest");
    }
}
