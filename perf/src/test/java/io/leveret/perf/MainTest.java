package io.leveret.perf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("Usage: leveret perf").contains("backlog");
    }

    @Test
    void refusesAWrongCommandLineInOneLine() {
        assertThat(run("--frobnicate")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("leveret perf: Unknown option: '--frobnicate'").hasLineCount(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void saysWhenNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(run("--uri", "amqp://127.0.0.1:" + free, "-C", "1")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("leveret perf: cannot connect to 127.0.0.1:" + free
                + ": connection refused; does a broker listen there?\n");
    }

    @Test
    void saysSoInJsonToo() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(run("--uri", "AMQP://alice:secret@127.0.0.1:" + free, "--json")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("\"failure\" : \"cannot connect").doesNotContain("secret");
    }

    private int run(String... arguments) {
        return new Main(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), new CompletableFuture<>()).run(arguments);
    }
}
