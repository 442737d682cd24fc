package io.leveret.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a directory to one owner; the file {@code lock} holds the owner's process id for people to read. */
final class DirectoryLock implements Closeable {

    /**
     * The operating system grants file locks to processes, and drops all of a process's locks on a file when any of its
     * descriptors for that file is closed. A second owner in this process must therefore be turned away before it opens
     * the lock file, which takes state as wide as the process.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path realDirectory;
    private final FileChannel channel;

    private DirectoryLock(Path realDirectory, FileChannel channel) {
        this.realDirectory = realDirectory;
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        Path realDirectory = directory.toRealPath();
        if (!HELD_HERE.add(realDirectory)) throw new DataDirectoryInUseException(directory, "another broker in this process");
        FileChannel channel = null;
        try {
            Path file = realDirectory.resolve("lock");
            channel = FileChannel.open(file, CREATE, WRITE);
            if (channel.tryLock() == null) throw new DataDirectoryInUseException(directory, owner(file));
            channel.truncate(0);
            channel.write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return new DirectoryLock(realDirectory, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) channel.close();
            HELD_HERE.remove(realDirectory);
            throw e;
        }
    }

    private static String owner(Path file) throws IOException {
        String pid = Files.readString(file, US_ASCII).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    /** The file stays: deleting it would let two others lock two different files of that name. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(realDirectory);
        }
    }
}
