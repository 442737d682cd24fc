package io.leveret.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is gone when it has been used. */
public record Scratch(Path path) implements AutoCloseable {

    /** In the given directory, which is made if it is not there, as what is measured is the disk that this is on. */
    public static Scratch in(String directory) throws IOException {
        return new Scratch(Files.createTempDirectory(Files.createDirectories(Path.of(directory)), "benchmark"));
    }

    /** Those of its folders too. */
    public static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
