package io.leveret.api.json;

import java.util.List;

/** The order of values of any kind: what is missing, then numbers, booleans, texts, and all else by its text. */
final class SortOrder {

    private SortOrder() {
    }

    static int compareAll(List<Object> some, List<Object> others) {
        for (int i = 0; i < some.size(); i++) {
            int order = compare(some.get(i), others.get(i));
            if (order != 0) return order;
        }
        return 0;
    }

    private static int compare(Object one, Object other) {
        int order = Integer.compare(rank(one), rank(other));
        if (order != 0 || one == null) return order;
        if (one instanceof Long a && other instanceof Long b) return a.compareTo(b);
        if (one instanceof Number a) return Double.compare(a.doubleValue(), ((Number) other).doubleValue());
        if (one instanceof Boolean a) return a.compareTo((Boolean) other);
        return one.toString().compareTo(other.toString());
    }

    private static int rank(Object value) {
        if (value == null) return 0;
        if (value instanceof Number) return 1;
        if (value instanceof Boolean) return 2;
        return value instanceof CharSequence ? 3 : 4;
    }
}
