package io.leveret.api.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Lists as a caller wants them: filtered, sorted, a page of them, some columns. */
public final class Listing<T> {

    private static final String FILTERED = "name";
    private static final int LONGEST_REGEX = 1024;

    private final Query query;
    private final Fields<T> fields;
    private final List<String> usualOrder;

    /** @param usualOrder the fields by which the list is sorted unless somebody wants another order */
    public Listing(Query query, Fields<T> fields, String... usualOrder) {
        this.query = query;
        this.fields = fields;
        this.usualOrder = List.of(usualOrder);
    }

    /** An array, or the page that was asked for. */
    public Object of(Collection<? extends T> rows) {
        query.requireRanges();
        if (query.find("page").isEmpty()) return shown(sorted(rows));
        Page page = Page.of(query);
        List<T> filtered = sorted(rows.stream().filter(filter()).toList());
        List<T> items = page.cut(filtered);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("filtered_count", filtered.size());
        answer.put("item_count", items.size());
        answer.put("items", shown(items));
        answer.put("page", page.number());
        answer.put("page_count", page.count(filtered.size()));
        answer.put("page_size", page.size());
        answer.put("total_count", rows.size());
        return answer;
    }

    private List<Map<String, Object>> shown(List<T> rows) {
        Columns columns = query.columns();
        List<Map<String, Object>> shown = new ArrayList<>(rows.size());
        for (T row : rows) shown.add(fields.of(row, columns));
        return shown;
    }

    private Predicate<T> filter() {
        String wanted = query.find(FILTERED).orElse("");
        if (wanted.isEmpty()) return row -> true;
        if (query.isTrue("use_regex")) return regex(wanted);
        String lower = wanted.toLowerCase(Locale.ROOT);
        return row -> name(row).toLowerCase(Locale.ROOT).contains(lower);
    }

    /** As RabbitMQ has it, nothing matches what is no regular expression. */
    private Predicate<T> regex(String wanted) {
        if (wanted.length() > LONGEST_REGEX) return row -> false;
        try {
            Pattern pattern = Pattern.compile(wanted, Pattern.CASE_INSENSITIVE);
            return row -> pattern.matcher(name(row)).find();
        } catch (PatternSyntaxException e) {
            return row -> false;
        }
    }

    private String name(T row) {
        return String.valueOf(fields.value(row, FILTERED));
    }

    /** The values are looked up once for each row, as they may change meanwhile. */
    private List<T> sorted(Collection<? extends T> rows) {
        List<String> paths = query.all("sort").stream().filter(path -> !path.isEmpty()).toList();
        List<String> by = paths.isEmpty() ? usualOrder : paths;
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
}
