package io.leveret.persistence.check;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Data directories as stopped and killed processes leave them behind, the same ones each time. */
final class Directories {

    private static final String NODE = "format = 1\nnode = 6d1e2a9e-51c2-4c3b-8f0a-0d5a5f5a7e11\ncreated = 2026-01-02T03:04:05Z\n";

    private Directories() {
    }

    static List<Path> fill(Path base) throws IOException {
        Path young = base.resolve("young");
        Path grown = Files.createDirectories(base.resolve("grown"));
        Files.writeString(grown.resolve("node"), NODE);
        List<Path> all = new ArrayList<>(List.of(young));
        try (Life life = Life.start(grown, 1, false).declare()) {
            life.pass(60);
            copy(grown, young);
        }
        for (int i = 0; i < 3; i++) {
            Path killed = base.resolve("killed-" + i);
            try (Life life = Life.start(grown, 2 + i, false)) {
                life.declareExchanges("x" + i + "-", 40);
                life.pass(60);
                copy(grown, killed);
            }
            all.add(killed);
        }
        all.add(grown);
        all.add(killedWhileBusy(grown, base.resolve("busy")));
        all.add(salvaged(grown, base.resolve("salvaged")));
        return List.copyOf(all);
    }

    /** Whose checkpoints are in the midst of it all. */
    private static Path killedWhileBusy(Path grown, Path busy) throws IOException {
        Path alive = busy.resolveSibling("alive");
        copy(grown, alive);
        try (Life life = Life.start(alive, 10, false)) {
            for (int i = 0; i < 8; i++) {
                life.pass(20);
                if (i % 3 == 1) life.checkpoint();
            }
            copy(alive, busy);
        }
        return busy;
    }

    private static Path salvaged(Path grown, Path salvaged) throws IOException {
        copy(grown, salvaged);
        for (Path checkpoint : Breakage.files(salvaged.resolve("checkpoint"))) Files.delete(checkpoint);
        try (Life life = Life.start(salvaged, 20, true)) {
            life.pass(20);
        }
        return salvaged;
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(each);
        }
    }
}
