package io.leveret.persistence;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder of a directory that has an owner, without which the rest is of no use: what is written to open files of one that was taken
 * away, no start will find. Safe for threads.
 */
public final class OwnedFolder implements Ownership {

    private final Path directory;
    private final String name;
    private final Ownership ownership;

    /** @param ownership of the directory */
    public OwnedFolder(Path directory, String name, Ownership ownership) {
        this.directory = directory;
        this.name = name;
        this.ownership = ownership;
    }

    @Override
    public void require() throws IOException {
        ownership.require();
        if (Whereabouts.isNoDirectory(directory.resolve(name))) {
            throw new DataDirectoryLostException(directory, "its folder '" + name + "' was deleted or moved");
        }
    }
}
