package io.leveret.it;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code benchmarks/compare}, with a load generator that says what it is told to. */
class CompareScriptIT {
    private static final String PHASE = """
            {"phase": "%s", "seconds": 4.0, "counts": {"done": 0, "received": 4000, "published": 4000},
             "rates": {"done": 0, "received": $rate, "published": $rate},
             "latency_us": {"consumer": {"p50": 100.0, "p99": 2000.0, "p99_9": 3000.0}, "confirm": {"p50": 50.0, "p99": 70.0, "p99_9": 90.0}},
             "cost": {"generator_cpu_us_per_message": 0.5, "broker_cpu_us_per_message": $cpu, "foreign": $foreign,
                      "broker_rss_before_kib": 1024, "broker_rss_peak_kib": 4096, "broker_rss_kib": 2048}}""";

    /** What it says depends on the broker, and the second time on the noise; it keeps what it was asked. */
    private static final String GENERATOR = """
            #!/bin/sh
            echo "$*" >> "$0.asked"
            rate=1000 cpu=1.5 foreign=0.01
            case "$*" in *:1/fast*) rate=4000 cpu=0.5 ;; *:1/broken*) echo "leveret perf: connection refused" >&2; exit 1 ;; esac
            if [ "$(grep -c . "$0.asked")" -gt 2 ]; then cpu=99 foreign=0.3; fi
            cat <<END
            {"phases": [%s]}
            END
            """;

    @TempDir
    Path directory;

    private Path docs;
    private Programs programs;

    @BeforeEach
    void needsPython() throws InterruptedException {
        docs = directory.resolve("docs");
        programs = new Programs(directory);
        Programs.needs("python3", programs.succeeds("python3", "--version"));
    }

    @Test
    void writesTheMediansOfQuietRunsAndAllRounds() throws Exception {
        generator(PHASE.formatted("throughput"));
        Programs.Ended ended = compare("--rounds", "2", "--workloads", "W1", "--note", "fast=forces to disk");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        String text = Files.readString(docs.resolve("benchmarks.md"));
        assertThat(text).startsWith("# Benchmarks\n").contains("### W1: 16 B", "`./leveret perf -s 16 -a`", "- fast: forces to disk",
                "| fast | 4,000 | 0.5 | 1 | 0.1 | 2 | 3 | 4 | 1 of 2 |", "| slow | 1,000 | 1.5 | 3 | 0.1 | 2 | 3 | 4 | 1 of 2 |",
                "| 2 | W1  | slow | 1,000 | 99 |");
        assertThat(Files.readString(docs.resolve("benchmarks/W1.svg"))).startsWith("<svg ").contains("fast", "slow", "4,000");
    }

    @Test
    void asksInTurnsWhichChangeFromRoundToRound() throws Exception {
        generator(PHASE.formatted("throughput"));
        compare("--rounds", "2", "--seconds", "3", "--workloads", "W1,W3");
        List<String> asked = Files.readAllLines(directory.resolve("generator.asked"));
        assertThat(asked).hasSize(8);
        assertThat(asked.get(0)).startsWith("perf -s 16 -a --uri amqp://127.0.0.1:1/fast --pid ").endsWith(" --json -z 3.0 --warmup 1.5");
        assertThat(asked).extracting(line -> line.contains(":1/fast")).containsExactly(true, false, true, false, false, true, false, true);
    }

    @Test
    void tellsThePhasesOfABacklogApart() throws Exception {
        generator(PHASE.formatted("publish") + "," + PHASE.formatted("drain"));
        compare("--rounds", "1", "--workloads", "W8", "--backlog", "5000");
        assertThat(Files.readString(docs.resolve("benchmarks.md"))).contains("| fast publish |", "| slow drain |", "-A 100 -C 5000`");
        assertThat(Files.readString(directory.resolve("generator.asked"))).contains("-C 5000").doesNotContain(" -z ");
    }

    @Test
    void leavesWhatOthersHaveWrittenAround() throws Exception {
        generator(PHASE.formatted("throughput"));
        compare("--rounds", "1", "--workloads", "W1");
        Path file = docs.resolve("benchmarks.md");
        Files.writeString(file, Files.readString(file).replace("# Benchmarks", "# Figures") + "And this behind.\n");
        compare("--rounds", "1", "--workloads", "W4");
        assertThat(Files.readString(file)).startsWith("# Figures\n").contains("### W4").doesNotContain("### W1").endsWith("end -->\nAnd this behind.\n");
        assertThat(Files.readString(docs.resolve("benchmarks/W4.svg"))).contains("p99, ms");
    }

    @Test
    void goesOnWhenABrokerFails() throws Exception {
        generator(PHASE.formatted("throughput"));
        Programs.Ended ended = compare("--rounds", "1", "--workloads", "W1", "--peer", "broken=amqp://127.0.0.1:1/broken," + ProcessHandle.current().pid());
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(Files.readString(docs.resolve("benchmarks.md"))).contains("| broken | leveret perf: connection refused |", "| slow | 1,000 |");
    }

    @Test
    void dividesByTheCpuOfTheBrokerThatIsNamed() throws Exception {
        generator(PHASE.formatted("throughput"));
        compare("--rounds", "1", "--workloads", "W1", "--base", "slow");
        assertThat(Files.readString(docs.resolve("benchmarks.md"))).contains("to slow's", "| fast | 4,000 | 0.5 | 0.333 |", "| slow | 1,000 | 1.5 | 1 |");
    }

    @Test
    void refusesAWrongCommandLine() throws Exception {
        generator(PHASE.formatted("throughput"));
        assertThat(compare("--workloads", "W99").output()).contains("there is no workload W99");
        assertThat(compare("--peer", "nonsense").output()).contains("'nonsense' is not NAME=URI,PID");
        assertThat(compare("--peer", "gone=amqp://localhost,999999999").output()).contains("gone: there is no process 999999999");
        assertThat(docs).doesNotExist();
    }

    private void generator(String phases) throws IOException {
        Path file = Files.writeString(directory.resolve("generator"), GENERATOR.formatted(phases));
        Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
    }

    private Programs.Ended compare(String... options) throws Exception {
        String pid = "," + ProcessHandle.current().pid();
        List<String> command = new ArrayList<>(List.of("python3", Path.of("..", "benchmarks", "compare").toAbsolutePath().toString(),
                "--peer", "fast=amqp://127.0.0.1:1/fast" + pid, "--peer", "slow=amqp://127.0.0.1:1/slow" + pid,
                "--leveret", directory.resolve("generator").toString(), "--docs", docs.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("PERFTEST_LIB");
        return programs.run(builder);
    }
}
