package io.leveret.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The one directory that a broker keeps everything in: open means locked. */
public final class DataDirectory implements AutoCloseable {

    /** Goes up when an older Leveret could no longer read what this one writes. */
    static final int FORMAT = 1;

    /** What it keeps things in, and deletes from. */
    private static final List<String> ITS_OWN = List.of("catalog", "journal", "checkpoint", "scratch");

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

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
        try {
            create(path);
            refuseForeign(path);
            DirectoryLock lock = DirectoryLock.take(path);
            try {
                return new DataDirectory(path, lock, NodeFile.readOrCreate(path, FORMAT, clock));
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
    public void close() throws IOException {
        lock.close();
    }

    /** What has the name of one of its own, but was there before it, is somebody else's: nothing of it may be deleted. */
    private static void refuseForeign(Path path) throws DataDirectoryException {
        if (Files.exists(path.resolve(NodeFile.NAME))) return;
        for (String name : ITS_OWN) {
            if (!Files.exists(path.resolve(name))) continue;
            throw new DataDirectoryException(path, "has '" + name + "' but no file '" + NodeFile.NAME
                    + "': it is not Leveret's, or that file is lost");
        }
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
