package io.leveret.persistence;

import java.nio.file.Path;

/** The data directory is not its broker's any more: whatever is written there now, no start will find it, or another broker might. */
public final class DataDirectoryLostException extends DataDirectoryException {

    private static final long serialVersionUID = 1;

    DataDirectoryLostException(Path directory, String how) {
        super(directory, "is lost to this broker: " + how + " while in use");
    }
}
