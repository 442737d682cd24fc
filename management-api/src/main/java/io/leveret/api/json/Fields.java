package io.leveret.api.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of a kind of object, in order: names, and where the values come from. Only what is asked for is worked out,
 * so that a page of many thousand rows costs what it shows.
 */
public final class Fields<T> {

    private final Map<String, Function<? super T, ?>> fields = new LinkedHashMap<>();

    /** A field that every object has; null is written as such. */
    public Fields<T> add(String name, Function<? super T, ?> value) {
        fields.put(name, value);
        return this;
    }

    /** A field that is left out where it is empty. */
    public Fields<T> addIfPresent(String name, Function<? super T, Optional<?>> value) {
        fields.put(name, value);
        return this;
    }

    /** All of these, and then those of another table. */
    public Fields<T> and(Fields<? super T> others) {
        Fields<T> both = new Fields<>();
        both.fields.putAll(fields);
        others.fields.forEach(both.fields::put);
        return both;
    }

    public Map<String, Object> of(T row) {
        return of(row, Columns.ALL);
    }

    public Map<String, Object> of(T row, Columns columns) {
        Map<String, Object> object = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (columns.include(name)) put(object, name, value.apply(row));
        });
        return columns.within(object);
    }

    /** The value at a dotted path, or null. */
    Object value(T row, String path) {
        int dot = path.indexOf('.');
        Function<? super T, ?> field = fields.get(dot < 0 ? path : path.substring(0, dot));
        if (field == null) return null;
        Object value = field.apply(row);
        if (value instanceof Optional<?> optional) value = optional.orElse(null);
        return dot < 0 ? value : Columns.dig(value, path.substring(dot + 1));
    }

    private static void put(Map<String, Object> object, String name, Object value) {
        if (value instanceof Optional<?> optional) optional.ifPresent(present -> object.put(name, present));
        else object.put(name, value);
    }
}
