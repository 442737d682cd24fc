package io.leveret.persistence.journal;

import java.nio.file.attribute.FileTime;

/**
 * A file as its name shows it.
 *
 * @param key     tells it from others; null where the file system has nothing of the kind
 * @param changed when somebody last wrote to it, as exactly as the file system says
 */
public record Sighting(Object key, long size, FileTime changed) {
}
