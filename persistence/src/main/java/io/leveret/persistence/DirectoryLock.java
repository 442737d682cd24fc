package io.leveret.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory to one owner. The file {@code lock} is locked, which holds the owner's process id for people to read;
 * and, as people delete files of that name, {@code node} is too, which nobody deletes by habit. Safe for threads.
 */
final class DirectoryLock implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(DirectoryLock.class);

    private static final String NAME = "lock";
    private static final int TRIES = 100;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final Path directory;
    private final Path realDirectory;
    private final LockedFile.Keys keys;
    private final HeldHere held;
    private LockedFile lock;
    private LockedFile node; // null until it is there, and where one only looks
    private byte[] identity; // what stands in it

    private DirectoryLock(Path directory, Path realDirectory, LockedFile.Keys keys, HeldHere held, LockedFile lock) {
        this.directory = directory;
        this.realDirectory = realDirectory;
        this.keys = keys;
        this.held = held;
        this.lock = lock;
    }

    static DirectoryLock take(Path directory) throws IOException {
        return take(directory, LockedFile.Keys.OF_THE_SYSTEM, HeldHere.IN_THIS_PROCESS);
    }

    /** @param held what others in this process have */
    static DirectoryLock take(Path directory, LockedFile.Keys keys, HeldHere held) throws IOException {
        Path realDirectory = directory.toRealPath();
        if (!held.add(realDirectory)) throw new DataDirectoryInUseException(directory, "another broker in this process");
        try {
            requireFreeNode(directory, keys, held); // first: whoever has that one may be about to put its lock back
            Path file = directory.resolve(NAME); // as all else is found there, also when a link leads elsewhere one day
            Optional<LockedFile> taken = takeWithPid(file, keys, held);
            if (taken.isEmpty()) throw new DataDirectoryInUseException(directory, owner(file));
            return new DirectoryLock(directory, realDirectory, keys, held, taken.get());
        } catch (IOException | RuntimeException e) {
            held.remove(realDirectory);
            throw e;
        }
    }

    private static void requireFreeNode(Path directory, LockedFile.Keys keys, HeldHere held) throws IOException {
        Path file = directory.resolve(NodeFile.NAME);
        if (!Files.isRegularFile(file)) return;
        Optional<LockedFile> free = LockedFile.take(file, keys, held);
        if (free.isEmpty()) {
            Path lock = directory.resolve(NAME);
            throw new DataDirectoryInUseException(directory, Files.exists(lock) ? owner(lock) : "another process, whose file 'lock' was deleted");
        }
        free.get().close();
    }

    private static Optional<LockedFile> takeWithPid(Path file, LockedFile.Keys keys, HeldHere held) throws IOException {
        Optional<LockedFile> taken = LockedFile.take(file, keys, held);
        if (taken.isPresent()) {
            try {
                taken.get().write(pid());
            } catch (IOException e) {
                taken.get().close();
                throw e;
            }
        }
        return taken;
    }

    private static byte[] pid() {
        return (ProcessHandle.current().pid() + "\n").getBytes(US_ASCII);
    }

    private static String owner(Path file) throws IOException {
        String pid = Files.readString(file, US_ASCII).lines().findFirst().orElse("").strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    /** To be called when the file {@code node} is there, and will not be opened any more: closing it would give up the lock. */
    synchronized void takeNode() throws IOException {
        Path file = directory.resolve(NodeFile.NAME);
        identity = Files.readAllBytes(file);
        Optional<LockedFile> taken = LockedFile.take(file, keys, held);
        for (int i = 0; i < TRIES && taken.isEmpty(); i++) { // somebody who starts as well may just be looking whether it is free
            LockSupport.parkNanos(PAUSE);
            taken = LockedFile.take(file, keys, held);
        }
        node = taken.orElseThrow(() -> new DataDirectoryInUseException(directory, "another process"));
    }

    /**
     * The directory is the owner's as long as one of the two files is what was locked, and {@code node} says what it said: a deleted
     * {@code lock} is put back then, and a {@code node} that is another file locked. Which file one is its key tells, where
     * that does not change; else what is written to {@code lock} must be what is read there.
     */
    synchronized void require() throws IOException {
        boolean isNode = node.hasItsName() && node.holds(identity);
        boolean isLocked = lock.hasItsName() || isStillTheLock();
        if (!isNode && !(isLocked && takesOtherNode())) {
            throw new DataDirectoryLostException(directory, isLocked ? "its file 'node' was deleted, changed or replaced" : "it was deleted or replaced");
        }
        if (!isLocked) putBack();
    }

    private boolean isStillTheLock() {
        byte[] text = (ProcessHandle.current().pid() + "\n" + UUID.randomUUID() + "\n").getBytes(US_ASCII);
        try {
            boolean is = lock.isWhatIsReadAs(text);
            lock.write(pid());
            return is;
        } catch (IOException e) {
            log.debug("whether the file {} is still the one that was locked cannot be told", lock.file(), e);
            return true;
        }
    }

    /** A copy is as good, and so is the same file under another key. */
    private boolean takesOtherNode() {
        Path file = node.file();
        try {
            if (!Arrays.equals(Files.readAllBytes(file), identity)) return false;
            node.close(); // first: were it the same file, the new lock would be given up with it
            Optional<LockedFile> taken = LockedFile.take(file, keys, held);
            taken.ifPresent(other -> node = other);
            return taken.isPresent();
        } catch (IOException e) {
            return !Whereabouts.isGone(file);
        }
    }

    private void putBack() throws DataDirectoryLostException {
        LockedFile before = lock;
        try {
            lock = takeWithPid(before.file(), keys, held)
                    .orElseThrow(() -> new DataDirectoryLostException(directory, "its file 'lock' was deleted, and another process has a new one"));
            before.close();
            log.warn("the file 'lock' of data directory {} was deleted or replaced while in use: it is there again. Never delete it: it"
                    + " keeps a second broker from the same messages", directory);
        } catch (DataDirectoryLostException e) {
            throw e;
        } catch (IOException e) { // a full disk, most likely; the other file is still locked
            log.debug("the file {} cannot be put back yet", before.file(), e);
        }
    }

    /** The files stay: deleting one would let two others lock two different files of that name. */
    @Override
    public synchronized void close() throws IOException {
        try {
            lock.close();
            if (node != null) node.close();
        } finally {
            held.remove(realDirectory);
        }
    }
}
