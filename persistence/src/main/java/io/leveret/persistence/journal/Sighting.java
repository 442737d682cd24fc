package io.leveret.persistence.journal;

/**
 * A file as its name shows it.
 *
 * @param key tells it from others; null where the file system has nothing of the kind
 */
public record Sighting(Object key, long size) {
}
