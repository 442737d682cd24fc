package io.leveret.broker.tls;

import java.nio.file.Path;
import java.util.List;

/** Files that are replaced now and then; whoever looks at them regularly learns when that has been done. Not for several threads. */
final class WatchedFiles {

    private final List<Path> files;

    /** What was found the last time, and what was last said to be new. */
    private List<FileStamp> seen;
    private List<FileStamp> told;

    WatchedFiles(List<Path> files) {
        this.files = files;
        this.seen = FileStamp.of(files);
        this.told = seen;
    }

    /** Whether they are not what they were, and are not being written just now: two looks have found the same. True once for each change. */
    boolean haveChanged() {
        List<FileStamp> found = FileStamp.of(files);
        boolean isSettled = found.equals(seen);
        seen = found;
        if (!isSettled || found.equals(told)) return false;
        told = found;
        return true;
    }
}
