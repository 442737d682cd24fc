package io.leveret.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one directory that a broker keeps everything in: open means locked. */
public final class DataDirectory implements Ownership, AutoCloseable {

    /** Goes up when an older Leveret could no longer read what this one writes. */
    static final int FORMAT = 1;

    /** What it keeps things in, and deletes from. */
    private static final List<String> ITS_OWN = List.of("catalog", "journal", "checkpoint", "scratch");

    /** Of a first start that was cut off, and of file systems. */
    private static final Set<String> MAY_BE_THERE = Set.of("lock", NodeFile.NAME + ".new", "lost+found", "System Volume Information");

    private static final int MOST_NAMED = 3;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);

    private final Path path;
    private final DirectoryLock lock;
    private final NodeFile node;

    private DataDirectory(Path path, DirectoryLock lock, NodeFile node) {
        this.path = path;
        this.lock = lock;
        this.node = node;
    }

    /** Makes the directory if it is missing, and locks it. */
    public static DataDirectory open(Path path, Clock clock) throws DataDirectoryException {
        return open(path, clock, false);
    }

    /** @param salvage whether to give it a new identity if its own cannot be read */
    public static DataDirectory open(Path path, Clock clock, boolean salvage) throws DataDirectoryException {
        try {
            create(path);
            refuseForeign(path, salvage);
            DirectoryLock lock = DirectoryLock.take(path);
            try {
                NodeFile node = node(path, clock, salvage);
                lock.takeNode();
                return new DataDirectory(path, lock, node);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (DataDirectoryException e) {
            throw e;
        } catch (IOException e) {
            throw new DataDirectoryException(path, e);
        }
    }

    /**
     * Locks a directory that is to be looked at and not used: nothing else in it is changed, and its file {@code node} may
     * be damaged.
     */
    public static Closeable lock(Path path) throws DataDirectoryException {
        try {
            return DirectoryLock.take(path);
        } catch (DataDirectoryException e) {
            throw e;
        } catch (IOException e) {
            throw new DataDirectoryException(path, e);
        }
    }

    /** Whose a locked directory is. */
    public static UUID nodeIdOf(Path path) throws IOException {
        return NodeFile.read(path, FORMAT).nodeId();
    }

    public Path path() {
        return path;
    }

    /** The same for as long as the directory lives. */
    public UUID nodeId() {
        return node.nodeId();
    }

    public Instant created() {
        return node.created();
    }

    @Override
    public void require() throws IOException {
        lock.require();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** What has the name of one of its own, but was there before it, is somebody else's: nothing of it may be deleted. */
    private static void refuseForeign(Path path, boolean salvage) throws IOException {
        if (Files.exists(path.resolve(NodeFile.NAME))) return;
        boolean isOurs = holds(path.resolve("catalog"), "catalog-\\d{8,}.*") || holds(path.resolve("journal"), "(free-)?\\d{12,}\\.seg");
        if (isOurs && salvage) return;
        for (String name : ITS_OWN) {
            if (!Files.exists(path.resolve(name))) continue;
            String explanation = "has '" + name + "' but no file '" + NodeFile.NAME + "': it is not Leveret's, or that file is lost";
            throw isOurs ? DataDirectoryException.damaged(path, explanation) : new DataDirectoryException(path, explanation);
        }
        refuseOthersFiles(path);
    }

    /** A mount that was just made is as good as empty: what file systems keep in it has such names. */
    private static void refuseOthersFiles(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !MAY_BE_THERE.contains(name)).sorted().toList();
            if (names.isEmpty()) return;
            String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining("', '", "'", "'"));
            String more = names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "";
            throw new DataDirectoryException(path, "holds other files and nothing of Leveret's: " + first + more
                    + "; choose an empty directory, or one that does not exist yet");
        }
    }

    private static boolean holds(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) return false;
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches(name));
        }
    }

    private static NodeFile node(Path path, Clock clock, boolean salvage) throws IOException {
        boolean isLost = !Files.exists(path.resolve(NodeFile.NAME)) && Files.exists(path.resolve("catalog"));
        try {
            if (!isLost) return NodeFile.readOrCreate(path, FORMAT, clock);
        } catch (DataDirectoryException e) {
            if (!salvage || !e.isDamage()) throw e;
        }
        NodeFile node = NodeFile.create(path, FORMAT, clock);
        log.error("the file '{}' of data directory {} could not be read: the node has a new identity, {}", NodeFile.NAME, path, node.nodeId());
        return node;
    }

    /** Messages are nobody else's business, so only the owner gets in. */
    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) return;
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) Files.createDirectories(parent);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) Files.createDirectory(path, OWNER_ONLY);
        else Files.createDirectory(path);
    }
}
