package io.leveret.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients in other languages. Each script under {@code src/test/interop} talks to the broker by itself and says by its
 * exit code whether it got what it wanted. {@code ./test} installs what they need.
 */
@ExtendWith(BrokerExtension.class)
class InteropIT {
    private static final Path SCRIPTS = Path.of("src/test/interop").toAbsolutePath();
    private static final Path NODE_MODULES = Path.of("target/node/node_modules").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 60;

    private final BrokerAddress broker;

    @TempDir
    private Path directory;

    InteropIT(BrokerAddress broker) {
        this.broker = broker;
    }

    @Test
    void pikaBlocking() throws Exception {
        runs(python(), SCRIPTS.resolve("pika_blocking.py").toString());
    }

    @Test
    void pikaAsynchronous() throws Exception {
        runs(python(), SCRIPTS.resolve("pika_select.py").toString());
    }

    @Test
    void amqplib() throws Exception {
        needs("amqplib for node", Files.isDirectory(NODE_MODULES.resolve("amqplib")) && succeeds("node", "--version"));
        runs("node", SCRIPTS.resolve("amqplib.js").toString());
    }

    @Test
    void librabbitmqTools() throws Exception {
        needs("amqp-tools", succeeds("amqp-publish", "--help"));
        runs("sh", SCRIPTS.resolve("amqp_tools.sh").toString());
    }

    /** Whichever interpreter has pika: Debian's package belongs to the system's, which need not come first on the path. */
    private String python() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (succeeds(python, "-c", "import pika")) return python;
        }
        needs("pika for python3", false);
        return "";
    }

    /** Where everything should be installed, nothing is skipped silently. */
    private static void needs(String tool, boolean present) {
        if (present) return;
        if ("true".equals(System.getenv("CI"))) fail("%s is not installed", tool);
        abort(tool + " is not installed");
    }

    private boolean succeeds(String... command) throws Exception {
        try {
            return finish(new ProcessBuilder(command)) == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private void runs(String interpreter, String script) throws Exception {
        String uri = "amqp://%s:%s@%s:%d/%%2F".formatted(broker.user(), broker.password(), broker.host(), broker.port());
        ProcessBuilder process = new ProcessBuilder(interpreter, script, uri);
        process.environment().put("NODE_PATH", NODE_MODULES.toString());
        int exitCode = finish(process);
        assertThat(exitCode).as(() -> script + " says:\n" + output()).isZero();
    }

    private int finish(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_SECONDS, SECONDS);
            assertThat(ended).as(() -> builder.command() + " goes on after a minute, having said:\n" + output()).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
