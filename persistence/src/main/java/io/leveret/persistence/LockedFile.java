package io.leveret.persistence;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A file that this process has locked. The lock is the file's, not the name's: who deletes the file takes the lock away. */
record LockedFile(Path file, FileChannel channel, Object key) implements Closeable {

    /** Closing one would give up the locks that somebody else in this process has on the same file. */
    private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

    /** Makes the file if it is missing; empty if somebody else has it locked. */
    static Optional<LockedFile> take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, WRITE);
        try {
            if (channel.tryLock() != null) return Optional.of(new LockedFile(file, channel, keyOf(file)));
        } catch (OverlappingFileLockException e) { // by a class of the same name that another loader has loaded
            NEVER_CLOSED.add(channel);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /** Whether the file that is locked still has its name. A disk that cannot be asked has not said that it has not. */
    boolean hasItsName() {
        try {
            return Objects.equals(key, keyOf(file));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Null where the file system has nothing of the kind. */
    private static Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
