package io.leveret.api.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What rows of a list can be asked to be, by name: {@code filter=no_consumers,exclusive} wants those that are both. */
public final class Filters<T> {

    private static final String PARAMETER = "filter";

    private final Map<String, Predicate<? super T>> conditions = new LinkedHashMap<>();

    /** A condition that is looked at only if somebody asks for it. */
    public Filters<T> add(String name, Predicate<? super T> condition) {
        conditions.put(name, condition);
        return this;
    }

    /** All that can be asked for. */
    public Set<String> names() {
        return conditions.keySet();
    }

    /** @throws InvalidQueryException when something is asked for that is not known */
    List<T> apply(List<T> rows, Query query) {
        List<Predicate<? super T>> wanted = query.all(PARAMETER).stream().flatMap(names -> Stream.of(names.split(",")))
            .filter(name -> !name.isEmpty()).<Predicate<? super T>>map(this::named).toList();
        if (wanted.isEmpty()) return rows;
        return rows.stream().filter(row -> wanted.stream().allMatch(each -> each.test(row))).toList();
    }

    private Predicate<? super T> named(String name) {
        Predicate<? super T> condition = conditions.get(name);
        if (condition != null) return condition;
        throw new InvalidQueryException("bad_request",
            "unknown filter '" + name + "'; " + (conditions.isEmpty() ? "this list has none" : "there are " + String.join(", ", names())));
    }
}
