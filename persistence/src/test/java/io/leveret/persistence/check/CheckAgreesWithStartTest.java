package io.leveret.persistence.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is broken in a data directory: what the check says of a start is what the start does. */
class CheckAgreesWithStartTest {

    private static final int SEEDS = 60;

    @TempDir
    static Path base;

    private static List<Path> directories;

    /** One that was closed often, and two that processes left behind as they stood: the first of all, and a later one. */
    @BeforeAll
    static void fill() throws IOException {
        Path grown = base.resolve("grown");
        Path young = base.resolve("young");
        Path killed = base.resolve("killed");
        try (Life life = Life.start(grown, false)) {
            life.declare();
            life.pass(60);
            copy(grown, young);
        }
        for (int i = 0; i < 3; i++) {
            try (Life life = Life.start(grown, false)) {
                life.declareExchanges("x" + i + "-", 40);
                life.pass(60);
                if (i == 2) copy(grown, killed);
            }
        }
        directories = List.of(grown, young, killed);
    }

    @Test
    void whateverIsBroken() throws IOException {
        int refused = 0;
        int damaged = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Path directory = base.resolve("seed-" + seed);
            copy(directories.get(random.nextInt(directories.size())), directory);
            String broken = breakSomething(directory, random);
            Verdict verdict = agree(directory, "seed " + seed + ": " + broken);
            if (verdict == Verdict.REFUSED) refused++;
            if (verdict == Verdict.DAMAGED) damaged++;
            delete(directory);
        }
        assertThat(refused).isPositive();
        assertThat(damaged).isPositive();
    }

    private static Verdict agree(Path directory, String seed) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Verdict verdict = check(directory, said);
        String found = seed + "\n" + said;
        assertThat(check(directory, new ByteArrayOutputStream())).as("a second look at " + found).isEqualTo(verdict);
        assertThat(start(directory, false)).as("start of " + found).isEqualTo(verdict == Verdict.REFUSED ? "refused" : "went well");
        if (verdict != Verdict.REFUSED) return verdict;
        assertThat(start(directory, true)).as("salvaging of " + found).isEqualTo("went well");
        said.reset();
        Verdict salvaged = check(directory, said);
        assertThat(salvaged).as("after salvaging " + found + said).isNotEqualTo(Verdict.REFUSED);
        assertThat(start(directory, false)).as("after salvaging " + found + said).isEqualTo("went well");
        return verdict;
    }

    private static Verdict check(Path directory, ByteArrayOutputStream said) throws IOException {
        return DirectoryCheck.run(directory, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private static String start(Path directory, boolean salvage) {
        try (Life life = Life.start(directory, salvage)) {
            assertThat(life).isNotNull();
            return "went well";
        } catch (IOException e) {
            return "refused";
        }
    }

    private static String breakSomething(Path directory, Random random) throws IOException {
        StringBuilder broken = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<Path> files = files(directory);
            Path file = files.get(random.nextInt(files.size()));
            broken.append(directory.relativize(file)).append(' ').append(breakIt(file, random)).append("; ");
        }
        return broken.toString();
    }

    private static String breakIt(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) return "is empty";
        int from = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 20_000));
        int kind = random.nextInt(10);
        if (kind < 5) {
            bytes[from] ^= (byte) (1 << random.nextInt(8));
        } else if (kind < 7) {
            Arrays.fill(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(5000)), (byte) 0);
        } else if (kind == 7) {
            byte[] noise = new byte[Math.min(bytes.length - from, 1 + random.nextInt(300))];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, bytes, from, noise.length);
        } else if (kind == 8) {
            bytes = Arrays.copyOf(bytes, from);
        } else if (!file.getFileName().toString().equals("node")) {
            Files.delete(file);
            return "is gone";
        }
        Files.write(file, bytes);
        return List.of("has a flipped bit", "has a flipped bit", "has a flipped bit", "has a flipped bit", "has a flipped bit",
                "has zeros", "has zeros", "has noise", "is cut", "is as it was").get(kind) + " at " + from;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).filter(file -> !file.getFileName().toString().matches("lock|free-.*"))
                    .filter(file -> !file.startsWith(directory.resolve("scratch"))).sorted().toList();
        }
    }

    /** Files that a running store makes ahead come and go. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (NoSuchFileException e) {
                    return visitFileFailed(file, e);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException reason) throws IOException {
                if (!file.getFileName().toString().matches("free-.*|.*\\.tmp|reserve.*\\.new")) throw reason;
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(each);
        }
    }
}
