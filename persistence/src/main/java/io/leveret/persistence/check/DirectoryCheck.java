package io.leveret.persistence.check;

import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.DataDirectoryException;
import io.leveret.persistence.catalog.CatalogCheck;
import io.leveret.persistence.catalog.QueueNames;
import io.leveret.persistence.journal.ReadOnlyFiles;
import io.leveret.persistence.message.JournalMissingException;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreCheck;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
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
    private final List<String> refusals = new ArrayList<>();
    private int damages;

    private DirectoryCheck(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /**
     * Looks through the directory, and prints what it finds.
     *
     * @throws IOException when it cannot be looked through: it is not there, in use, or of a newer version
     */
    public static Verdict run(Path directory, PrintStream out) throws IOException {
        requireDataDirectory(directory);
        DirectoryCheck check = new DirectoryCheck(directory, out);
        Closeable lock = DataDirectory.lock(directory);
        try {
            check.look();
        } finally {
            lock.close();
        }
        return check.verdict();
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

    private void look() throws IOException {
        out.println("data directory " + directory.toAbsolutePath().normalize() + node());
        Optional<CatalogCheck.Found> declared = catalog();
        requireJournal(declared.filter(found -> !found.counts().isEmpty()).isPresent());
        StoreCheck store = messages(declared.map(CatalogCheck.Found::queues).orElse(Map.of()));
        if (declared.isPresent()) undeclared(declared.get(), store);
    }

    private Verdict verdict() {
        out.println(damages == 0 ? "nothing is damaged" : "damaged in " + damages + (damages == 1 ? " place" : " places"));
        if (!refusals.isEmpty()) {
            out.println("a start refuses this: " + refusals.get(0));
            return Verdict.REFUSED;
        }
        if (damages == 0) return Verdict.WHOLE;
        out.println("a start goes on without what is damaged");
        return Verdict.DAMAGED;
    }

    private String node() throws IOException {
        try {
            return " of node " + DataDirectory.nodeIdOf(directory);
        } catch (DataDirectoryException e) {
            if (!e.isDamage()) throw e;
            damaged("node", 0, "it does not say whose the directory is");
            refusals.add(e.getMessage());
            return "";
        }
    }

    /** @return what is in it, unless it cannot be read */
    private Optional<CatalogCheck.Found> catalog() throws IOException {
        CatalogCheck catalog = new CatalogCheck(directory.resolve("catalog"), (file, offset, what) -> damaged("catalog/" + file, offset, what));
        Optional<CatalogCheck.Found> found = catalog.run();
        catalog.refusal().ifPresent(refusals::add);
        found.ifPresent(contents -> {
            String kinds = contents.counts().entrySet().stream().map(kind -> kind.getKey() + " " + kind.getValue())
                    .collect(Collectors.joining(", "));
            out.println("catalog: " + (kinds.isEmpty() ? "empty" : kinds));
        });
        for (String file : catalog.setAside()) setAside("catalog/" + file);
        return found;
    }

    private void requireJournal(boolean isAnythingDeclared) throws IOException {
        try {
            JournalStore.requireJournal(directory, isAnythingDeclared);
        } catch (JournalMissingException e) {
            damaged("journal", 0, "nothing of it is there");
            refusals.add(e.getMessage());
        }
    }

    private StoreCheck messages(Map<Long, String> queues) throws IOException {
        StoreCheck store = new StoreCheck(new ReadOnlyFiles(directory.resolve("journal")),
                new ReadOnlyFiles(directory.resolve("checkpoint")),
                id -> queues.getOrDefault(id, QueueNames.ofNumber(id)), this::damaged);
        store.run();
        store.refusal().ifPresent(refusals::add);
        say("journal: segments %d, %.1f MiB, records %d; checkpoints %d", store.segments(), store.bytes() / MEBIBYTE,
                store.records(), store.checkpoints());
        for (String file : store.known()) say("salvaged before: %s is damaged, and kept while messages that stand in it are needed", file);
        store.setAside().forEach(this::setAside);
        say("messages: %d in %d queues, %s of bodies", store.messages(), store.queues(), size(store.bodyBytes()));
        return store;
    }

    private void setAside(String file) {
        say("set aside, not needed any more: %s was damaged", file);
    }

    /** A deletion may have been cut off by a crash; but when nothing at all is declared the catalog has been lost. */
    private void undeclared(CatalogCheck.Found declared, StoreCheck store) {
        Map<Long, Long> undeclared = store.messagesBeside(declared.queues().keySet());
        if (undeclared.isEmpty()) return;
        say("of these %d in %d queues that the catalog does not know: %s", undeclared.values().stream().mapToLong(count -> count).sum(),
                undeclared.size(), undeclared.entrySet().stream().map(queue -> queue.getValue() + " of queue number " + queue.getKey())
                        .limit(MOST_LISTED).collect(Collectors.joining(", ", "", undeclared.size() > MOST_LISTED ? ", …" : "")));
        if (declared.counts().isEmpty()) {
            String what = "nothing is declared, but messages are stored";
            damaged("catalog", 0, what);
            refusals.add(what);
        } else {
            out.println("the next start forgets them, unless it is to salvage");
        }
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
