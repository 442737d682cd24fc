package io.leveret.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs what others have written, one program at a time. */
final class Programs {

    private static final int PATIENCE_SECONDS = 60;

    private final Path output;

    /** @param directory where the programs' output may be kept */
    Programs(Path directory) {
        this.output = directory.resolve("output");
    }

    /** @param output what it said on both of its streams */
    record Ended(int exitCode, String output) {}

    /** Where everything should be installed, nothing is skipped silently. */
    static void needs(String tool, boolean present) {
        if (present) return;
        if ("true".equals(System.getenv("CI"))) fail("%s is not installed", tool);
        abort(tool + " is not installed");
    }

    /** Whether there is such a program, and it has nothing to complain of. */
    boolean succeeds(String... command) throws InterruptedException {
        try {
            return run(new ProcessBuilder(command)).exitCode() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** @throws IOException when there is no such program */
    Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_SECONDS, SECONDS);
            assertThat(ended).as(() -> builder.command() + " goes on after a minute, having said:\n" + said()).isTrue();
            return new Ended(process.exitValue(), said());
        } finally {
            process.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
