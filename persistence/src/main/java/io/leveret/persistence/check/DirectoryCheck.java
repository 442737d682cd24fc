package io.leveret.persistence.check;

import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.catalog.CatalogCheck;
import io.leveret.persistence.catalog.CatalogException;
import io.leveret.persistence.journal.ReadOnlyFiles;
import io.leveret.persistence.message.StoreCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what a data directory holds, and what in it is damaged. Takes its lock and changes nothing else. */
public final class DirectoryCheck {

    private static final double MEBIBYTE = 1 << 20;
    private static final int MOST_LISTED = 100;

    private final Path directory;
    private final PrintStream out;
    private int damages;

    private DirectoryCheck(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /**
     * Looks through the directory, and prints what it finds.
     *
     * @return whether nothing is damaged
     * @throws IOException when it cannot be looked through: it is not there, or in use
     */
    public static boolean run(Path directory, PrintStream out) throws IOException {
        requireDataDirectory(directory);
        try (DataDirectory locked = DataDirectory.open(directory, Clock.systemUTC())) {
            out.println("data directory " + directory.toAbsolutePath().normalize() + " of node " + locked.nodeId());
            DirectoryCheck check = new DirectoryCheck(directory, out);
            Optional<CatalogCheck.Found> declared = check.catalog();
            StoreCheck store = check.messages();
            if (declared.isPresent()) check.undeclared(declared.get(), store);
            out.println(check.damages == 0 ? "nothing is damaged" : "damaged in " + check.damages + " places");
            return check.damages == 0;
        }
    }

    /** A look must not make one. */
    private static void requireDataDirectory(Path directory) throws IOException {
        try {
            Files.readAttributes(directory.resolve("node"), BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException("data directory " + directory + " cannot be used: permission denied");
        } catch (IOException e) {
            String why = Files.isDirectory(directory) ? "it has no file 'node'" : "there is no such directory";
            throw new NoSuchFileException(directory + " is no data directory: " + why);
        }
    }

    /** @return what is in it, unless it cannot be read */
    private Optional<CatalogCheck.Found> catalog() throws IOException {
        try {
            CatalogCheck.Found found =
                    CatalogCheck.run(directory.resolve("catalog"), file -> damaged("catalog/" + file, 0, "cannot be read"));
            String kinds = found.counts().entrySet().stream().map(kind -> kind.getKey() + " " + kind.getValue())
                    .collect(Collectors.joining(", "));
            out.println("catalog: " + (kinds.isEmpty() ? "empty" : kinds));
            return Optional.of(found);
        } catch (CatalogException e) {
            damaged("catalog/" + e.file(), e.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    private StoreCheck messages() throws IOException {
        StoreCheck store = new StoreCheck(new ReadOnlyFiles(directory.resolve("journal")),
                new ReadOnlyFiles(directory.resolve("checkpoint")), this::damaged);
        store.run();
        say("journal: segments %d, %.1f MiB, records %d; checkpoints %d", store.segments(), store.bytes() / MEBIBYTE,
                store.records(), store.checkpoints());
        for (String file : store.setAside()) say("set aside, not needed any more: %s was damaged", file);
        say("messages: %d in %d queues, %s of bodies", store.messages(), store.queues(), size(store.bodyBytes()));
        return store;
    }

    /** A deletion may have been cut off by a crash; but when nothing at all is declared the catalog has been lost. */
    private void undeclared(CatalogCheck.Found declared, StoreCheck store) {
        Map<Long, Long> undeclared = store.messagesBeside(declared.queues());
        if (undeclared.isEmpty()) return;
        say("of these %d in %d queues that the catalog does not know: %s", undeclared.values().stream().mapToLong(count -> count).sum(),
                undeclared.size(), undeclared.entrySet().stream().map(queue -> queue.getValue() + " of queue " + queue.getKey())
                        .limit(MOST_LISTED).collect(Collectors.joining(", ", "", undeclared.size() > MOST_LISTED ? ", …" : "")));
        if (declared.counts().isEmpty()) damaged("catalog", 0, "nothing is declared, but messages are stored");
        else out.println("the next start forgets them, unless it is to salvage");
    }

    private static String size(long bytes) {
        if (bytes < 1024) return bytes + " bytes";
        if (bytes < MEBIBYTE) return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private void damaged(String file, long offset, String what) {
        damages++;
        out.println("DAMAGED " + file + " at offset " + offset + ": " + what);
    }
}
