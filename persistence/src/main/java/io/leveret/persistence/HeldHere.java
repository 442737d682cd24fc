package io.leveret.persistence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which directories this process has locked, as far as one class loader knows. The operating system grants file locks to processes, and drops all
 * of a process's locks on a file when any of its descriptors for that file is closed. A second owner in this process must therefore be turned away
 * before it opens the files; and where another class loader has them, what was opened stays open. Safe for threads.
 */
final class HeldHere {

    /** As wide as the process, since file locks are: the one state of ours that is. */
    static final HeldHere IN_THIS_PROCESS = new HeldHere();

    private final Set<Path> directories = ConcurrentHashMap.newKeySet();

    /** Of files that another class loader has locked, by what tells files apart: one for each, however often somebody tries. */
    private final Map<Object, FileChannel> open = new ConcurrentHashMap<>();

    /** @return whether nobody has had it before */
    boolean add(Path realDirectory) {
        return directories.add(realDirectory);
    }

    void remove(Path realDirectory) {
        directories.remove(realDirectory);
    }

    /** The file is made if it is missing. */
    FileChannel open(Path file, LockedFile.Keys keys) throws IOException {
        Object key = open.isEmpty() || Files.notExists(file) ? null : keys.of(file);
        FileChannel before = key == null ? null : open.remove(key);
        return before != null ? before : FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** To close it would give up the locks that somebody else in this process has on the file. */
    void keepOpen(Path file, LockedFile.Keys keys, FileChannel channel) throws IOException {
        Object key = keys.of(file);
        open.put(key == null ? channel : key, channel);
    }

    int channelsKeptOpen() {
        return open.size();
    }
}
