package io.leveret.it;

import static io.leveret.it.Programs.needs;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.it.Programs.Ended;
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

    private final BrokerAddress broker;
    private final Programs programs;

    InteropIT(BrokerAddress broker, @TempDir Path directory) {
        this.broker = broker;
        this.programs = new Programs(directory);
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
        needs("amqplib for node", Files.isDirectory(NODE_MODULES.resolve("amqplib")) && programs.succeeds("node", "--version"));
        runs("node", SCRIPTS.resolve("amqplib.js").toString());
    }

    @Test
    void librabbitmqTools() throws Exception {
        needs("amqp-tools", programs.succeeds("amqp-publish", "--help"));
        runs("sh", SCRIPTS.resolve("amqp_tools.sh").toString());
    }

    /** Whichever interpreter has pika: Debian's package belongs to the system's, which need not come first on the path. */
    private String python() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (programs.succeeds(python, "-c", "import pika")) return python;
        }
        needs("pika for python3", false);
        return "";
    }

    private void runs(String interpreter, String script) throws Exception {
        String uri = "amqp://%s:%s@%s:%d/%%2F".formatted(broker.user(), broker.password(), broker.host(), broker.port());
        ProcessBuilder process = new ProcessBuilder(interpreter, script, uri);
        process.environment().put("NODE_PATH", NODE_MODULES.toString());
        Ended ended = programs.run(process);
        assertThat(ended.exitCode()).as(() -> script + " says:\n" + ended.output()).isZero();
    }
}
