package io.leveret.it.crash;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker in a process of its own, that can be killed. */
final class BrokerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Leveret \\S+ ready in \\d+ ms · (amqp://\\S+)");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path err;
    private final URI address;

    private final Circumstances circumstances;

    private BrokerProcess(Process process, Path err, URI address, Circumstances circumstances) {
        this.circumstances = circumstances;
        this.process = process;
        this.err = err;
        this.address = address;
    }

    /** Returns when it is ready; what it has to say goes to a file in the directory, behind what others said before. */
    static BrokerProcess start(Path directory) throws IOException {
        return start(directory, Circumstances.USUAL);
    }

    /** @param flags of the JVM, which win */
    static BrokerProcess start(Path directory, Circumstances circumstances, String... flags) throws IOException {
        Path err = directory.resolve("broker.log");
        Process process = launch(directory, circumstances, err, flags);
        try {
            String line = process.inputReader().readLine();
            Matcher ready = READY.matcher(String.valueOf(line));
            if (!ready.matches()) throw new IOException("it did not start: " + Files.readString(err));
            return new BrokerProcess(process, err, URI.create(ready.group(1)), circumstances);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** One that is killed some time after its start, ready or not. */
    static void cutOff(Path directory, Circumstances circumstances, long millis) throws IOException, InterruptedException {
        Process process = launch(directory, circumstances, directory.resolve("broker.log"));
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw new IllegalStateException("it does not die");
    }

    private static Process launch(Path directory, Circumstances circumstances, Path err, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1")); // lives are short
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> flag.startsWith("--")).forEach(command::add);
        command.add("-Dleveret.segment-size=" + circumstances.segmentSize());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.leveret.broker.Main",
                "--amqp-port", "0", "--data-dir", data(directory).toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("LEVERET_") || name.endsWith("JAVA_OPTIONS"));
        builder.environment().put("LEVERET_PERSISTENCE_DISK_FREE_LIMIT", "0");
        builder.environment().put("LEVERET_MANAGEMENT_ENABLED", "false");
        builder.environment().put("LEVERET_AMQP_THREADS", "3"); // publisher, queue and consumer on threads of their own
        builder.environment().put("LEVERET_PERSISTENCE_SYNC", circumstances.sync());
        builder.environment().put("LEVERET_AMQP_MAX_MESSAGE_SIZE", "64 MiB");
        return builder.start();
    }

    /** Where it keeps what it stores. */
    static Path data(Path directory) {
        return directory.resolve("data");
    }

    Connection connect() throws Exception {
        return connect(ConnectionFactory.DEFAULT_HEARTBEAT);
    }

    Connection connect(int heartbeatSeconds) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(address);
        factory.setRequestedHeartbeat(heartbeatSeconds);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    boolean hasSmallSegments() {
        return circumstances.segmentSize() < Circumstances.USUAL.segmentSize();
    }

    /** Whether it goes on for so long by itself. */
    boolean lives(long millis) throws InterruptedException {
        return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** As {@code kill -STOP}: it does nothing any more, and clients go on until their sockets are full. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** As {@code kill -CONT}: it goes on as if nothing had been. */
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
        if (code != 0) throw new IOException("it takes no " + signal);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw new IllegalStateException("it does not die");
    }

    /** As {@code kill}: asks it to end, and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** When it has ended by itself. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) throw new IllegalStateException("it does not end");
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
