package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is left of a damaged catalog, made whole again: nothing is there without what it needs. */
final class Remains {

    private final TreeMap<Key, CatalogChange> left = new TreeMap<>();

    private Remains(List<CatalogChange> found) {
        for (CatalogChange change : found) left.put(ChangeFormat.layout(change).key(change), change);
    }

    static List<CatalogChange> of(List<CatalogChange> found) {
        Remains remains = new Remains(found);
        for (CatalogChange change : found) remains.addVirtualHostOf(change);
        remains.removeWhatNeedsWhatIsLost();
        return List.copyOf(remains.left.values());
    }

    /** Its name is all there is to a virtual host. Had it been deleted, what was in it would not have been found. */
    private void addVirtualHostOf(CatalogChange change) {
        for (Key need : ChangeFormat.layout(change).goesWith(change)) {
            ChangeFormat.virtualHostOf(need).ifPresent(host -> left.putIfAbsent(need, host));
        }
    }

    /** By rising key, so that what needs something that needs something is found as well. */
    private void removeWhatNeedsWhatIsLost() {
        for (Map.Entry<Key, CatalogChange> entry : List.copyOf(left.entrySet())) {
            CatalogChange change = entry.getValue();
            boolean isWhole = ChangeFormat.layout(change).goesWith(change).stream()
                    .allMatch(need -> left.containsKey(need) || ChangeFormat.isBrokersOwn(need));
            if (!isWhole) left.remove(entry.getKey());
        }
    }
}
