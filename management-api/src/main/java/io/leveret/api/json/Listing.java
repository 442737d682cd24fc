package io.leveret.api.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Lists as a caller wants them: filtered, sorted, a page of them, some columns. */
public final class Listing<T> {

    private static final String FILTERED = "name";

    private final Query query;
    private final Fields<T> fields;
    private final List<String> usualOrder;
    private Filters<T> filters = new Filters<>();
    private List<String> searched = List.of(FILTERED);
    private List<String> narrowing = List.of();

    /** @param usualOrder the fields by which the list is sorted unless somebody wants another order */
    public Listing(Query query, Fields<T> fields, String... usualOrder) {
        this.query = query;
        this.fields = fields;
        this.usualOrder = List.of(usualOrder);
    }

    /** With what rows can be asked to be. */
    public Listing<T> with(Filters<T> conditions) {
        filters = conditions;
        return this;
    }

    /** With the fields, one of which has to contain what the parameter {@code name} says. */
    public Listing<T> searching(String... paths) {
        searched = List.of(paths);
        return this;
    }

    /** With fields that have to contain what parameters of the same names say. */
    public Listing<T> narrowedBy(String... names) {
        narrowing = List.of(names);
        return this;
    }

    /** An array, or the page that was asked for. */
    public Object of(Collection<? extends T> rows) {
        return of(List.copyOf(rows), UnaryOperator.identity());
    }

    /**
     * An array, or the page that was asked for.
     *
     * @param completion adds to rows what takes longer to find out; done to what is shown only, unless it is sorted by.
     *                   Rows may be missing afterwards
     */
    public Object of(List<T> rows, UnaryOperator<List<T>> completion) {
        query.requireRanges("invalid_range_parameters");
        Columns columns = query.columns();
        Fields<T> wanted = fields.only(columns);
        boolean sortsLate = order().stream().anyMatch(fields::isLate);
        List<T> asked = filters.apply(rows, query);
        List<T> all = sortsLate ? completion.apply(asked) : asked;
        UnaryOperator<List<T>> rest = !sortsLate && wanted.hasLate() ? completion : UnaryOperator.identity();
        if (query.find("page").isEmpty()) return shown(rest.apply(sorted(all)), wanted, columns);
        Page page = Page.of(query);
        List<T> filtered = sorted(all.stream().filter(filter()).toList());
        List<Map<String, Object>> items = shown(rest.apply(page.cut(filtered)), wanted, columns);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("filtered_count", filtered.size());
        answer.put("item_count", items.size());
        answer.put("items", items);
        answer.put("page", page.number());
        answer.put("page_count", page.count(filtered.size()));
        answer.put("page_size", page.size());
        answer.put("total_count", rows.size());
        return answer;
    }

    private List<Map<String, Object>> shown(List<T> rows, Fields<T> wanted, Columns columns) {
        return rows.stream().map(row -> columns.within(wanted.of(row))).toList();
    }

    private Predicate<T> filter() {
        Predicate<T> all = text(FILTERED, searched);
        for (String field : narrowing) all = all.and(text(field, List.of(field)));
        return all;
    }

    /** Rows of which one of the fields contains what a parameter says. */
    private Predicate<T> text(String parameter, List<String> paths) {
        String wanted = query.find(parameter).orElse("");
        if (wanted.isEmpty()) return row -> true;
        Predicate<String> match = TextMatch.of(wanted, query.isTrue("use_regex"));
        return row -> paths.stream().map(path -> fields.value(row, path)).anyMatch(value -> value != null && match.test(String.valueOf(value)));
    }

    /** The values are looked up once for each row, as they may change meanwhile. */
    private List<T> sorted(Collection<? extends T> rows) {
        List<String> by = order();
        record Keyed<R>(R row, List<Object> keys) { }
        List<Keyed<T>> keyed = new ArrayList<>(rows.size());
        for (T row : rows) {
            List<Object> keys = new ArrayList<>(by.size());
            for (String path : by) keys.add(fields.value(row, path));
            keyed.add(new Keyed<>(row, keys));
        }
        Comparator<Keyed<T>> order = (one, other) -> SortOrder.compareAll(one.keys(), other.keys());
        keyed.sort(query.isTrue("sort_reverse") ? order.reversed() : order);
        return keyed.stream().map(Keyed::row).toList();
    }

    private List<String> order() {
        List<String> paths = query.all("sort").stream().filter(path -> !path.isEmpty()).toList();
        return paths.isEmpty() ? usualOrder : paths;
    }
}
