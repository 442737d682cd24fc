package io.leveret.persistence;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The data directory cannot be used. The message is one line for the user and names the directory. */
public class DataDirectoryException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean damage;

    DataDirectoryException(Path directory, String explanation) {
        this(directory, explanation, false);
    }

    private DataDirectoryException(Path directory, String explanation, boolean damage) {
        super("data directory " + directory + " " + explanation);
        this.damage = damage;
    }

    /** Something in it is lost that salvaging can do without. */
    static DataDirectoryException damaged(Path directory, String explanation) {
        return new DataDirectoryException(directory, explanation, true);
    }

    /** Whether it can be salvaged. */
    public boolean isDamage() {
        return damage;
    }

    DataDirectoryException(Path directory, IOException cause) {
        super("data directory " + directory + " cannot be used: " + reason(cause), cause);
        this.damage = false;
    }

    /** The JDK's own messages are often no more than a path. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) return "permission denied for " + denied.getFile();
        if (cause instanceof NoSuchFileException missing) return "the system lets nobody make " + missing.getFile();
        if (cause instanceof FileAlreadyExistsException exists) return exists.getFile() + " is not a directory";
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason() + " (" + failure.getFile() + ")";
        }
        return String.valueOf(cause.getMessage());
    }
}
