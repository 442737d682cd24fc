package io.leveret.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** A file that this process has locked. The lock is the file's, not the name's: who deletes the file takes the lock away. */
final class LockedFile implements Closeable {

    /** What tells files apart; null where the file system has nothing of the kind. */
    interface Keys {
        Keys OF_THE_SYSTEM = file -> Whereabouts.attributes(file).fileKey();

        Object of(Path file) throws IOException;
    }

    private final Path file;
    private final Keys keys;
    private final FileChannel channel;
    private final Object key;
    private FileLock lock; // null once somebody else has it

    private LockedFile(Path file, Keys keys, FileChannel channel, FileLock lock) throws IOException {
        this.file = file;
        this.keys = keys;
        this.channel = channel;
        this.lock = lock;
        this.key = keys.of(file);
    }

    /** Makes the file if it is missing; empty if somebody else has it locked. */
    static Optional<LockedFile> take(Path file, Keys keys, HeldHere held) throws IOException {
        FileChannel channel = held.open(file, keys);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) return Optional.of(new LockedFile(file, keys, channel, lock));
        } catch (OverlappingFileLockException e) { // by a class of the same name that another loader has loaded
            held.keepOpen(file, keys, channel);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    Path file() {
        return file;
    }

    /** In place of all that is in it. */
    void write(byte[] text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text), 0);
    }

    /** Whether that is all that is in it. A disk that cannot be asked has not said that it is not. */
    boolean holds(byte[] text) {
        ByteBuffer found = ByteBuffer.allocate(text.length + 1);
        try {
            for (int read = 0; read >= 0 && found.hasRemaining(); ) read = channel.read(found, found.position());
            return found.flip().equals(ByteBuffer.wrap(text));
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the file that is locked still has its name, as its key says. A disk that cannot be asked has not said that it has not. */
    boolean hasItsName() {
        try {
            return Objects.equals(key, keys.of(file));
        } catch (IOException e) {
            return !Whereabouts.isGone(file);
        }
    }

    /**
     * Whether what is written to the file is what is read by its name, whatever the file's key is: network file systems may give
     * it another one. Reading may give up the lock, as closing any descriptor of a file does, so it is taken once more.
     */
    boolean isWhatIsReadAs(byte[] text) throws IOException {
        if (Whereabouts.isGone(file)) return false;
        write(text);
        channel.force(true);
        if (!Arrays.equals(Files.readAllBytes(file), text)) return false;
        if (lock != null) lock.release();
        lock = channel.tryLock();
        return lock != null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
