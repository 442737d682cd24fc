package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;

/** A change as it stands in the catalog's log, whose check sum is right. */
public final class ChangeInput {

    private ChangeInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        CatalogChange change;
        try {
            change = ChangeFormat.decode(bytes);
        } catch (MalformedChangeException refused) {
            return;
        }
        CatalogChange again = ChangeFormat.decode(ChangeFormat.encode(change));
        if (!again.equals(change)) throw new AssertionError(change + " was read back as " + again);
    }
}
