package io.leveret.engine.store;

import java.util.List;

/**
 * What a catalog held when it was opened.
 *
 * @param changes        one for each thing that is there, in an order in which they can be made: none before what it needs
 * @param highestQueueId of all queues that there have ever been, also of those that are gone
 */
public record CatalogContents(List<CatalogChange> changes, long highestQueueId) {

    /** Of a broker that starts for the first time. */
    public static final CatalogContents EMPTY = new CatalogContents(List.of(), 0);

    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
