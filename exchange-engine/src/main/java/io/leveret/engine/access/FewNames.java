package io.leveret.engine.access;

import java.util.HashSet;
import java.util.Set;

/** Names that were used lately. Forgets them all when there are too many, so that it needs neither order nor clock. */
final class FewNames {

    private static final int MOST = 64;

    private final Set<String> names = new HashSet<>(4);

    boolean contains(String name) {
        return names.contains(name);
    }

    void add(String name) {
        if (names.size() == MOST) names.clear();
        names.add(name);
    }

    void clear() {
        names.clear();
    }
}
