package io.leveret.persistence;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The file {@code node}: which format the directory has, whose it is, and since when. */
record NodeFile(int format, UUID nodeId, Instant created) {

    static final String NAME = "node";

    /** Reads the directory's node file, or writes a first one. */
    static NodeFile readOrCreate(Path directory, int currentFormat, Clock clock) throws IOException {
        return Files.exists(directory.resolve(NAME)) ? read(directory, currentFormat) : create(directory, currentFormat, clock);
    }

    /** Writes one with a new identity, in place of what is there. */
    static NodeFile create(Path directory, int currentFormat, Clock clock) throws IOException {
        NodeFile node = new NodeFile(currentFormat, UUID.randomUUID(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        node.write(directory, directory.resolve(NAME));
        return node;
    }

    /** @throws DataDirectoryException when it says nothing that makes sense, or a newer version wrote it */
    static NodeFile read(Path directory, int currentFormat) throws IOException {
        Path file = directory.resolve(NAME);
        Map<String, String> lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0].strip(), parts -> parts[1].strip(), (first, second) -> first));
        try {
            int format = Integer.parseInt(lines.getOrDefault("format", ""));
            if (format > currentFormat) { // before anything else: a newer one may have other lines
                throw new DataDirectoryException(directory, "has format " + format
                        + ", written by a newer Leveret; this one reads formats up to " + currentFormat);
            }
            return new NodeFile(format, UUID.fromString(lines.getOrDefault("node", "")), Instant.parse(lines.getOrDefault("created", "")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw DataDirectoryException.damaged(directory, "has a damaged file '" + NAME + "'");
        }
    }

    /** Forced, then renamed: after a crash the file is there whole or not at all. */
    private void write(Path directory, Path file) throws IOException {
        Path draft = directory.resolve(NAME + ".new");
        String text = "format = " + format + "\nnode = " + nodeId + "\ncreated = " + created + "\n";
        try (FileChannel channel = FileChannel.open(draft, CREATE, TRUNCATE_EXISTING, WRITE)) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
            channel.force(true);
        }
        Files.move(draft, file, ATOMIC_MOVE);
        force(directory);
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && Files.isReadable(parent)) force(parent); // the directory itself may be new
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }
}
