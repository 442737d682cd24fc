package io.leveret.api.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The fields of a kind of object, in order: names, and where the values come from. Only what is asked for is worked out,
 * so that a page of many thousand rows costs what it shows.
 */
public final class Fields<T> {

    /**
     * @param value      an Optional is left out where it is empty
     * @param part       what stands at a dotted path within the value, or null
     * @param isLate     whether it is known only once rows have been completed
     * @param isNullable whether an object that is shown by itself has null for what lists leave out
     */
    private record Field<T>(Function<? super T, ?> value, BiFunction<? super T, String, ?> part, boolean isLate, boolean isNullable) {

        static <T> Field<T> of(Function<? super T, ?> value, boolean isLate, boolean isNullable) {
            return new Field<>(value, (row, path) -> Columns.dig(present(value.apply(row)), path), isLate, isNullable);
        }
    }

    private final Map<String, Field<? super T>> fields = new LinkedHashMap<>();

    /** A field that every object has; null is written as such. */
    public Fields<T> add(String name, Function<? super T, ?> value) {
        return add(name, Field.of(value, false, false));
    }

    /** A field that is left out where it is empty. */
    public Fields<T> addIfPresent(String name, Function<? super T, Optional<?>> value) {
        return add(name, Field.of(value, false, false));
    }

    /** A field that lists leave out where it is empty; an object by itself has null there. */
    public Fields<T> addOrNull(String name, Function<? super T, Optional<?>> value) {
        return add(name, Field.of(value, false, true));
    }

    /** As {@link #addOrNull}, known only of rows that have been completed, see {@link Listing}. */
    public Fields<T> addLate(String name, Function<? super T, Optional<?>> value) {
        return add(name, Field.of(value, true, true));
    }

    /**
     * A field of which sorting needs a part only.
     *
     * @param part at a dotted path within the value, or null
     */
    public Fields<T> addTree(String name, Function<? super T, ?> value, BiFunction<? super T, String, ?> part) {
        return add(name, new Field<>(value, part, false, false));
    }

    private Fields<T> add(String name, Field<? super T> field) {
        fields.put(name, field);
        return this;
    }

    /** All of these, and then those of another table. */
    public Fields<T> and(Fields<? super T> others) {
        Fields<T> both = new Fields<>();
        both.fields.putAll(fields);
        others.fields.forEach(both.fields::put);
        return both;
    }

    /** Those of which anything is wanted. */
    public Fields<T> only(Columns columns) {
        Fields<T> some = new Fields<>();
        fields.forEach((name, field) -> {
            if (columns.include(name)) some.fields.put(name, field);
        });
        return some;
    }

    /** As it stands in a list. */
    public Map<String, Object> of(T row) {
        return of(row, false);
    }

    /** What is wanted of it. */
    public Map<String, Object> of(T row, Columns columns) {
        return columns.within(only(columns).of(row));
    }

    /** As it is shown by itself. */
    public Map<String, Object> whole(T row) {
        return of(row, true);
    }

    private Map<String, Object> of(T row, boolean byItself) {
        Map<String, Object> object = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            Object value = field.value().apply(row);
            boolean isMissing = value instanceof Optional<?> optional && optional.isEmpty();
            if (!isMissing || byItself && field.isNullable()) object.put(name, present(value));
        });
        return object;
    }

    /** Whether some are known only of rows that have been completed. */
    boolean hasLate() {
        return fields.values().stream().anyMatch(Field::isLate);
    }

    /** Whether the value at a dotted path is known only of rows that have been completed. */
    boolean isLate(String path) {
        Field<? super T> field = fields.get(first(path));
        return field != null && field.isLate();
    }

    /** The value at a dotted path, or null. */
    Object value(T row, String path) {
        String name = first(path);
        Field<? super T> field = fields.get(name);
        if (field == null) return null;
        return name.length() == path.length() ? present(field.value().apply(row)) : field.part().apply(row, path.substring(name.length() + 1));
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private static Object present(Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }
}
