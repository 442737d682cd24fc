package io.leveret.persistence;

import java.nio.file.Path;

/** Another broker has the data directory open, in this process or in another. */
public final class DataDirectoryInUseException extends DataDirectoryException {

    private static final long serialVersionUID = 1;

    DataDirectoryInUseException(Path directory, String owner) {
        super(directory, "is in use by " + owner);
    }
}
