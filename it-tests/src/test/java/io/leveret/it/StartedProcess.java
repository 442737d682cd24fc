package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A process whose output is kept apart: what scripts read, and what people read. */
final class StartedProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int SIGINT = 2;

    private final Process process;
    private final Path out;
    private final Path err;

    private StartedProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it in {@code directory}; of the caller's environment it sees nothing that would configure Leveret. */
    static StartedProcess start(Path directory, Map<String, String> environment, String... command) throws IOException {
        Path out = Files.createTempFile(directory, "stdout", null);
        Path err = Files.createTempFile(directory, "stderr", null);
        ProcessBuilder builder = new ProcessBuilder(withSignalsOfATerminal(command))
                .directory(directory.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LEVERET_") || name.endsWith("JAVA_OPTIONS"));
        builder.environment().put("LEVERET_MANAGEMENT_ENABLED", "false"); // unless a test is about it
        builder.environment().putAll(environment);
        return new StartedProcess(builder.start(), out, err);
    }

    /** Starts the broker, with the program's arguments. */
    static StartedProcess leveret(Path directory, Map<String, String> environment, String... arguments) throws IOException {
        return java(directory, environment, "io.leveret.broker.Main", arguments);
    }

    /** Starts a program of the tests' own. */
    static StartedProcess java(Path directory, Class<?> program, String... arguments) throws IOException {
        return java(directory, Map.of(), program.getName(), arguments);
    }

    private static StartedProcess java(Path directory, Map<String, String> environment, String program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program));
        command.addAll(List.of(arguments));
        return start(directory, environment, command.toArray(String[]::new));
    }

    /** Those that this JDK needs to have nothing to say on stderr; the tests run with them as the start script does. */
    private static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> flag.startsWith("--")).toList();
    }

    /**
     * Whoever runs the tests in the background has them, and all they start, ignore SIGINT. {@code env} can undo that,
     * and then becomes the command.
     */
    private static List<String> withSignalsOfATerminal(String... command) throws IOException {
        List<String> line = new ArrayList<>(isInterruptIgnored() ? List.of("env", "--default-signal=INT") : List.of());
        line.addAll(List.of(command));
        return line;
    }

    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return false;
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << SIGINT - 1) != 0);
    }

    long pid() {
        return process.pid();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** The first line on stdout. */
    String firstLine() {
        return Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> {
            assertThat(process.isAlive() || out().contains("\n")).as(err()).isTrue();
            return out();
        }, text -> text.contains("\n")).lines().findFirst().orElseThrow();
    }

    int exitCode() throws InterruptedException {
        return exitCodeWithin(PATIENCE_SECONDS);
    }

    int exitCodeWithin(int seconds) throws InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("has ended").isTrue();
        return process.exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor()).isZero();
    }

    /** There is nothing more for it to read. */
    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
