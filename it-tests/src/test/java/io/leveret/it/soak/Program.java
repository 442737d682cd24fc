package io.leveret.it.soak;

import io.leveret.it.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code ./leveret} of the current directory, as people run it, with a data directory of its own. */
final class Program implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Leveret .* · (amqp://\\S+) · (http://\\S+).*");

    private final Process process;
    private final Target target;

    private Program(Process process, Target target) {
        this.process = process;
        this.target = target;
    }

    static Program start() throws IOException {
        Path folder = Files.createTempDirectory("soak");
        ProcessBuilder builder = new ProcessBuilder("./leveret", "--amqp-port", "0", "--management-port", "0", "--data-dir",
                folder.resolve("data").toString()).redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()));
        builder.environment().put("LEVERET_PROMETHEUS_TCP_PORT", "0");
        Process process = builder.start();
        Matcher ready = READY.matcher(String.valueOf(process.inputReader().readLine()));
        if (!ready.matches()) throw new IOException("it did not start, see " + folder);
        Target target = new Target(URI.create(ready.group(1)), new Api(URI.create(ready.group(2)), "guest", "guest"));
        Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> target.api().get("/overview").status() == 200);
        System.out.println("soaking " + ready.group(1) + ", process " + process.pid() + ", in " + folder);
        return new Program(process, target);
    }

    Target target() {
        return target;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
