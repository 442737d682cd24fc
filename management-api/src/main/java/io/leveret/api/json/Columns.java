package io.leveret.api.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dotted fields that a caller wants to see: {@code name,message_stats.publish_details.rate}. */
public final class Columns {

    public static final Columns ALL = new Columns(List.of());

    private final List<String> wanted;

    private Columns(List<String> wanted) {
        this.wanted = wanted;
    }

    /** @param text commas between the fields; nothing for all */
    public static Columns of(String text) {
        List<String> wanted = new ArrayList<>();
        for (String path : text.split(",")) if (!path.isBlank()) wanted.add(path.strip());
        return wanted.isEmpty() ? ALL : new Columns(List.copyOf(wanted));
    }

    /** Whether anything of a field is wanted. */
    boolean include(String field) {
        if (wanted.isEmpty()) return true;
        for (String path : wanted) if (path.equals(field) || path.startsWith(field + ".")) return true;
        return false;
    }

    /** What is wanted of an object. */
    public Map<String, Object> within(Map<String, Object> object) {
        if (wanted.isEmpty()) return object;
        Map<String, Object> chosen = new LinkedHashMap<>();
        for (String path : wanted) copy(object, path, chosen);
        return chosen;
    }

    /** The value at a dotted path within a tree, or null. */
    static Object dig(Object tree, String path) {
        if (!(tree instanceof Map<?, ?> object)) return null;
        if (object.containsKey(path)) return object.get(path); // arguments may have dots in their names
        int dot = path.indexOf('.');
        return dot < 0 ? null : dig(object.get(path.substring(0, dot)), path.substring(dot + 1));
    }

    private static void copy(Map<?, ?> from, String path, Map<String, Object> to) {
        if (from.containsKey(path)) {
            to.put(path, from.get(path));
            return;
        }
        int dot = path.indexOf('.');
        if (dot < 0 || !(from.get(path.substring(0, dot)) instanceof Map<?, ?> inner)) return;
        String field = path.substring(0, dot);
        if (to.get(field) == inner) return; // all of it is wanted already
        @SuppressWarnings("unchecked") // put here by an earlier path with the same beginning, or below
        Map<String, Object> target = to.get(field) instanceof Map<?, ?> before
            ? (Map<String, Object>) before : new LinkedHashMap<>();
        copy(inner, path.substring(dot + 1), target);
        if (!target.isEmpty()) to.put(field, target);
    }
}
