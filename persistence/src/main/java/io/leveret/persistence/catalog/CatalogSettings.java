package io.leveret.persistence.catalog;

/**
 * How a catalog is kept.
 *
 * @param logSize      bytes of a log's file; one change that is larger gets a larger one
 * @param mergeAt      bytes of full logs from which on a snapshot is made of them; or half of the last snapshot, if that is more
 * @param mergeAtClose bytes of logs that are worth a snapshot when the catalog is closed
 * @param salvage      open a damaged catalog with what of it can be read
 */
public record CatalogSettings(int logSize, long mergeAt, long mergeAtClose, boolean salvage) {

    public static final CatalogSettings DEFAULT = new CatalogSettings(1 << 20, 4 << 20, 1 << 20, false);

    public CatalogSettings withSalvage() {
        return new CatalogSettings(logSize, mergeAt, mergeAtClose, true);
    }
}
