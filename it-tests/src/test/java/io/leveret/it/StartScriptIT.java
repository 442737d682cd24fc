package io.leveret.it;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code leveret}, in a project of one class and with a Maven that only compiles it. */
class StartScriptIT {
    private static final String JDK = System.getProperty("java.home");

    private static final String MAVEN = """
            #!/bin/sh
            set -e
            echo built >> builds
            echo "noise of the build"
            mkdir -p broker/target/classes broker/target/lib
            "$JAVA_HOME/bin/javac" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -d broker/target/classes broker/src/main/java/Main.java
            "$JAVA_HOME/bin/jar" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -cfe broker/target/broker-1.jar io.leveret.broker.Main -C broker/target/classes .
            cp broker/target/broker-1.jar broker/target/lib/other.jar
            mkdir -p perf/target/lib
            cp broker/target/broker-1.jar perf/target/perf-1.jar
            cp broker/target/broker-1.jar perf/target/lib/another.jar
            """;

    private static final String MAIN = """
            package io.leveret.broker;
            public class Main {
                public static void main(String[] arguments) {
                    System.out.println("%s " + String.join(",", arguments) + " " + ProcessHandle.current().pid()
                        + " " + System.getProperty("user.dir") + " " + System.getProperty("given"));
                }
            }
            class Rehearsal {
                public static void main(String[] arguments) {}
            }
            """;

    @TempDir
    Path directory;

    private Path project;
    private Path source;
    private final List<StartedProcess> started = new ArrayList<>();

    @BeforeEach
    void layOutTheProject() throws IOException {
        directory = directory.toRealPath();
        project = Files.createDirectories(directory.resolve("a project"));
        source = project.resolve("broker/src/main/java/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, MAIN.formatted("first"));
        Files.copy(Path.of("..", "leveret"), project.resolve("leveret"));
        executable(project.resolve("leveret"));
        Files.writeString(project.resolve("pom.xml"), "");
        for (String module : List.of("amqp-codec", "exchange-engine", "persistence", "management-api", "management-ui", "broker", "perf")) {
            Files.createDirectories(project.resolve(module));
            Files.writeString(project.resolve(module).resolve("pom.xml"), "");
        }
        script(directory.resolve("bin/mvn"), MAVEN);
    }

    @AfterEach
    void endAll() {
        started.forEach(StartedProcess::close);
    }

    @Test
    void buildsBeforeTheFirstStartOnly() throws Exception {
        assertThat(output(run("--help"))).startsWith("first --help ");
        assertThat(output(run("--version"))).startsWith("first --version ");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceHasChangedWhateverItsTime() throws Exception {
        output(run());
        Files.writeString(source, MAIN.formatted("second"));
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        assertThat(output(run())).startsWith("second ");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void doesNotBuildAgainForASourceThatIsMerelyNewOrBackAgain() throws Exception {
        output(run());
        Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        output(run());
        assertThat(builds()).isEqualTo(1);

        Files.writeString(source, MAIN.formatted("second"));
        output(run());
        Files.writeString(source, MAIN.formatted("first"));
        assertThat(output(run())).startsWith("first ");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void keepsTheLastBuildsForBrokersThatStillRunFromThem() throws Exception {
        Path neighbour = Files.writeString(directory.resolve("a"), "has the first word of the project's name");
        for (String text : List.of("first", "second", "third", "fourth", "fifth")) {
            Files.writeString(source, MAIN.formatted(text));
            assertThat(output(run())).startsWith(text + " ");
        }
        assertThat(project.resolve("target/program").toFile().list()).hasSize(3);
        assertThat(neighbour).exists();
    }

    @Test
    void buildsOnceForStartsAtTheSameTime() throws Exception {
        List<StartedProcess> both = List.of(run(), run());
        for (StartedProcess process : both) assertThat(output(process)).startsWith("first ");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void showsWhyABuildFailedAndKeepsStdoutClean() throws Exception {
        Files.writeString(source, "nonsense");
        StartedProcess failed = run();
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("noise of the build", "Main.java:1: error", "leveret: the build failed\n");

        Files.writeString(source, MAIN.formatted("mended"));
        StartedProcess mended = run();
        assertThat(output(mended)).startsWith("mended ").hasLineCount(1);
        assertThat(mended.err()).doesNotContain("noise");
    }

    @Test
    void showsOnlyTheErrorsOfAMavenThatFailed() throws Exception {
        script(directory.resolve("bin/mvn"), """
                #!/bin/sh
                cat <<'END'
                WARNING: sun.misc.Unsafe is used by one of Maven's libraries
                [INFO] noise
                [ERROR] COMPILATION ERROR :
                [ERROR] Main.java:[1,1] class expected
                [ERROR] Failed to execute goal: Compilation failure
                [ERROR] Main.java:[1,1] class expected
                [ERROR] -> [Help 1]
                [ERROR]
                [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
                [ERROR] [Help 1] http://example.org
                END
                exit 1
                """);
        StartedProcess failed = run();
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).isEqualTo("""
                leveret: building from source, which takes a minute, and a few more the first time, when Maven downloads libraries
                COMPILATION ERROR :
                Main.java:[1,1] class expected
                Failed to execute goal: Compilation failure
                leveret: the build failed
                """);
    }

    @Test
    void refusesJvmFlagsThatAreNone() throws Exception {
        StartedProcess refused = start(project, Map.of("JAVA_HOME", JDK, "LEVERET_JAVA_OPTS", "-Dgiven=one 2g"), "./leveret");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo("leveret: LEVERET_JAVA_OPTS: '2g' is no JVM flag\n");
        Map<String, String> environment = Map.of("JAVA_HOME", JDK, "LEVERET_JAVA_OPTS", "--add-opens java.base/java.lang=ALL-UNNAMED");
        assertThat(output(start(project, environment, "./leveret"))).startsWith("first ");
    }

    @Test
    void worksFromAnywhereAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), project.resolve("leveret"));
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        StartedProcess process = start(elsewhere, Map.of("JAVA_HOME", JDK), link.toString());
        assertThat(output(process)).contains(" " + elsewhere + " ");
    }

    @Test
    void runsTheLoadGeneratorOfTheSameBuild() throws Exception {
        assertThat(output(run("perf", "-x", "1"))).startsWith("first -x,1 ");
        assertThat(output(run("--help"))).startsWith("first --help ");
        assertThat(builds()).isEqualTo(1);
        Map<String, String> environment = Map.of("JAVA_HOME", JDK, "LEVERET_JAVA_OPTS", "-Dgiven=one -XX:+UseParallelGC");
        assertThat(output(start(project, environment, "./leveret", "perf"))).endsWith(" one\n");
    }

    @Test
    void becomesTheJvmSoThatSignalsReachIt() throws Exception {
        StartedProcess process = run();
        assertThat(output(process)).contains(" " + process.pid() + " ");
    }

    @Test
    void recordsTheClassesOfTheFirstStartForTheNext() throws Exception {
        output(run());
        Path recorded = recorded();
        FileTime then = Files.getLastModifiedTime(recorded);
        assertThat(recorded).isNotEmptyFile();
        assertThat(run()).satisfies(next -> assertThat(output(next)).startsWith("first "))
                .satisfies(next -> assertThat(next.err()).isEmpty());
        assertThat(Files.getLastModifiedTime(recorded())).isEqualTo(then);
    }

    @Test
    void recordsThemAgainWhenAJarHasChanged() throws Exception {
        output(run());
        Path first = recorded();
        touch(program().resolve("lib/other.jar"));
        assertThat(output(run())).startsWith("first ");
        assertThat(recordings()).hasSize(2).contains(first);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void recordsThemAgainWhenWhatIsRecordedHasChanged() throws Exception {
        output(run());
        Files.writeString(recorded(), "no classes");
        StartedProcess mending = run();
        assertThat(output(mending)).startsWith("first ");
        assertThat(mending.err()).isEmpty();
        assertThat(Files.size(recorded())).isGreaterThan(1000);
    }

    @Test
    void startsWithoutWhatTheJvmCannotRead() throws Exception {
        output(run());
        FileTime then = Files.getLastModifiedTime(recorded());
        try (RandomAccessFile file = new RandomAccessFile(recorded().toFile(), "rw")) {
            file.write(new byte[1000]);
        }
        Files.setLastModifiedTime(recorded(), then);
        StartedProcess unaware = run();
        assertThat(output(unaware)).startsWith("first ");
        assertThat(unaware.err()).isEmpty();
    }

    @Test
    void keepsTheClassesOfEachJdkApart() throws Exception {
        output(run());
        Path first = recorded();
        Path other = jdk("other", 17);
        assertThat(output(run(other))).startsWith("java 17: ").doesNotContain(first.getParent().toString());
        assertThat(output(run())).startsWith("first ");
        assertThat(recorded()).isEqualTo(first);
    }

    @Test
    void saysOnceThatAJdkDoesNotRecordItsClasses() throws Exception {
        Path other = jdk("other", 2000);
        StartedProcess first = run(other);
        assertThat(output(first)).startsWith("java 2000: ").doesNotContain("-XX:AOTCache=");
        assertThat(first.err()).endsWith("leveret: this JDK has not recorded its classes; starts take longer, nothing else\n");
        StartedProcess second = run(other);
        assertThat(output(second)).startsWith("java 2000: ");
        assertThat(second.err()).isEmpty();
    }

    @Test
    void startsFromAFolderInWhichItMayNotRecord() throws Exception {
        output(run());
        touch(program().resolve("lib/other.jar"));
        List<String> command = new ArrayList<>(List.of("env", "JAVA_HOME=" + JDK, "./leveret"));
        if (Files.isWritable(Path.of("/etc/passwd"))) { // nothing is forbidden to root
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
            command.addAll(0, List.of("/usr/bin/setpriv", "--reuid=65534", "--clear-groups"));
        }
        Files.setPosixFilePermissions(directory, fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(program(), fromString("r-xr-xr-x"));
        StartedProcess other = start(project, Map.of(), command.toArray(String[]::new));
        assertThat(output(other)).startsWith("first ");
        assertThat(other.err()).isEmpty();
        assertThat(recordings()).hasSize(1);
    }

    @Test
    void letsTheUsersFlagsWin() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", JDK, "LEVERET_JAVA_OPTS", "-Dgiven=one -XX:+UseSerialGC -Dgiven=two");
        assertThat(output(start(project, environment, "./leveret"))).endsWith(" two\n");
    }

    @Test
    void takesTheNewestJdkWithTheFlagsThatFitIt() throws Exception {
        jdk("home/.jdks/new", 2000);
        jdk("home/.jdks/old", 17);
        StartedProcess process = start(project, Map.of("JAVA_HOME", "", "HOME", directory.resolve("home").toString()), "./leveret");
        assertThat(output(process)).startsWith("java 2000: ").contains("--sun-misc-unsafe-memory-access=allow", "-XX:+UseCompactObjectHeaders");
    }

    @Test
    void takesTheJdkOfJavaHomeThoughThereIsANewerOne() throws Exception {
        jdk("home/.jdks/new", 2000);
        Path chosen = jdk("chosen", 17);
        StartedProcess process = start(project,
                Map.of("JAVA_HOME", chosen.toString(), "HOME", directory.resolve("home").toString()), "./leveret");
        assertThat(output(process)).startsWith("java 17: ").doesNotContain("--sun-misc-unsafe-memory-access", "-XX:+UseCompactObjectHeaders");
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        jdk("home/.jdks/new", 2000);
        Path old = jdk("old", 11);
        StartedProcess process = start(project,
                Map.of("JAVA_HOME", old.toString(), "HOME", directory.resolve("home").toString()), "./leveret");
        assertThat(output(process)).startsWith("java 2000: ");
        assertThat(process.err()).contains("is not a JDK of 17 or later");
    }

    /** One that tells how it was called, and compiles as the real one does. */
    private Path jdk(String name, int version) throws IOException {
        Path jdk = directory.resolve(name);
        script(jdk.resolve("bin/java"), "#!/bin/sh\necho \"java " + version + ": $*\"\n");
        for (String tool : List.of("javac", "jar")) script(jdk.resolve("bin").resolve(tool), "#!/bin/sh\nexec '" + JDK + "/bin/" + tool + "' \"$@\"\n");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        return jdk;
    }

    /** The folder of the one build. */
    private Path program() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("target/program"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.walk(program())) {
            return files.filter(file -> file.getFileName().toString().equals("classes")).toList();
        }
    }

    private Path recorded() throws IOException {
        assertThat(recordings()).hasSize(1);
        return recordings().get(0);
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }

    private StartedProcess run(Path jdk) throws IOException {
        return start(project, Map.of("JAVA_HOME", jdk.toString()), "./leveret");
    }

    private StartedProcess run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./leveret"));
        command.addAll(List.of(arguments));
        return start(project, Map.of("JAVA_HOME", JDK), command.toArray(String[]::new));
    }

    private StartedProcess start(Path workingDirectory, Map<String, String> environment, String... command) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        StartedProcess process = StartedProcess.start(workingDirectory, all, command);
        started.add(process);
        return process;
    }

    private static String output(StartedProcess process) throws Exception {
        assertThat(process.exitCode()).as(process.err()).isZero();
        return process.out();
    }

    private int builds() throws IOException {
        return Files.readAllLines(project.resolve("builds")).size();
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
    }
}
