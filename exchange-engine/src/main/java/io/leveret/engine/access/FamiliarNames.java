package io.leveret.engine.access;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Under which names somebody has got in from where: the latest of them. Who has no login has nobody forgotten. Under the brake's lock. */
final class FamiliarNames {

    private static final int MOST_OF_ORIGIN = 8;

    private final Map<Origin, Set<String>> names;

    FamiliarNames(int mostOrigins) {
        names = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Origin, Set<String>> eldest) {
                return size() > mostOrigins;
            }
        };
    }

    boolean contains(Origin from, String name) {
        Set<String> known = names.get(from);
        return known != null && known.contains(name);
    }

    void add(Origin from, String name) {
        if (name.length() > LoginBrake.LONGEST_NAME) return;
        Set<String> known = names.computeIfAbsent(from, first -> new LinkedHashSet<>(2));
        known.remove(name); // to be the latest
        known.add(name);
        if (known.size() > MOST_OF_ORIGIN) known.remove(known.iterator().next());
    }
}
