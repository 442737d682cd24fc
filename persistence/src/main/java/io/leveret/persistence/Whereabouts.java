package io.leveret.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What can be said of a name for certain. A disk that cannot be asked has not said that there is nothing. */
public final class Whereabouts {

    private Whereabouts() {
    }

    /** Whether nothing has that name, or what stands above it is no directory. */
    public static boolean isGone(Path file) {
        try {
            attributes(file);
            return false;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            Path above = file.toAbsolutePath().getParent();
            return above != null && isNoDirectory(above);
        }
    }

    /** Whether there is no directory of that name. */
    public static boolean isNoDirectory(Path directory) {
        try {
            return !attributes(directory).isDirectory();
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            Path above = directory.toAbsolutePath().getParent();
            return above != null && isNoDirectory(above);
        }
    }

    static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }
}
