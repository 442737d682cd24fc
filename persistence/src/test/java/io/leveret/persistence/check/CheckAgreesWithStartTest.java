package io.leveret.persistence.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is broken in a data directory: what the check says of a start is what the start does, and after salvaging an
 * ordinary start goes well, and finds what the salvage found.
 */
class CheckAgreesWithStartTest {

    @TempDir
    static Path base;

    private static List<Path> directories;

    private final int from = Integer.getInteger("leveret.breakage.from", 0);
    private final int seeds = Integer.getInteger("leveret.breakage.seeds", 30);

    @BeforeAll
    static void fill() throws IOException {
        directories = Directories.fill(base);
    }

    @Test
    void whateverIsBroken() throws IOException {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int seed : IntStream.range(from, from + seeds).toArray()) verdicts.merge(agree(seed), 1, Integer::sum);
        assertThat(verdicts).containsOnlyKeys(Verdict.values());
    }

    @Test
    void ofTheSameSeedItIsTheSame() throws IOException {
        Path again = Files.createDirectory(base.resolve("again"));
        List<Path> others = Directories.fill(again);
        for (int i = 0; i < directories.size(); i++) {
            List<Path> files = Breakage.files(directories.get(i));
            assertThat(Breakage.files(others.get(i))).hasSameSizeAs(files);
            for (Path file : files) {
                assertThat(others.get(i).resolve(directories.get(i).relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    private static Verdict agree(int seed) throws IOException {
        Random random = new Random(seed);
        Path directory = base.resolve("seed-" + seed);
        Path whole = directories.get(random.nextInt(directories.size()));
        Directories.copy(whole, directory);
        String broken = new Breakage(directory, directories.get(random.nextInt(directories.size())), random).run();
        Verdict verdict = agree(directory, "seed " + seed + ", " + whole.getFileName() + ": " + broken);
        Directories.delete(directory);
        return verdict;
    }

    private static Verdict agree(Path directory, String seed) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Verdict verdict = check(directory, said);
        String found = seed + "\n" + said;
        assertThat(check(directory, new ByteArrayOutputStream())).as("a second look at " + found).isEqualTo(verdict);
        String started = start(directory, 101, false);
        if (verdict != Verdict.REFUSED) {
            assertThat(started).as("start of " + found).isNotEqualTo("refused");
            return verdict;
        }
        assertThat(started).as("start of " + found).isEqualTo("refused");
        String salvaged = start(directory, 102, true);
        assertThat(salvaged).as("salvaging of " + found).isNotEqualTo("refused");
        said.reset();
        assertThat(check(directory, said)).as("after salvaging " + found + said).isNotEqualTo(Verdict.REFUSED);
        assertThat(start(directory, 103, false)).as("after salvaging " + found + said).isEqualTo(salvaged);
        assertThat(start(directory, 104, false)).as("long after salvaging " + found + said).isEqualTo(salvaged);
        return verdict;
    }

    private static Verdict check(Path directory, ByteArrayOutputStream said) throws IOException {
        return DirectoryCheck.run(directory, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    /** What it finds, unless it is refused. */
    private static String start(Path directory, long seed, boolean salvage) {
        try (Life life = Life.start(directory, seed, salvage)) {
            return life.contents().toString();
        } catch (IOException e) {
            return "refused";
        }
    }
}
