package io.leveret.api.json;

import io.leveret.engine.stats.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What stands behind the question mark. */
public record Query(Map<String, List<String>> parameters) {

    private static final List<String> KINDS = List.of("lengths", "msg_rates", "data_rates", "node_stats");

    public Optional<String> find(String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    public boolean isTrue(String name) {
        return find(name).filter("true"::equals).isPresent();
    }

    public Columns columns() {
        return Columns.of(String.join(",", all("columns")));
    }

    /** Part of an object that was asked for by name. */
    public <T> Map<String, Object> show(T row, Fields<T> fields) {
        requireRanges();
        Columns columns = columns();
        return columns.within(fields.only(columns).whole(row));
    }

    /**
     * Over which time, and in what steps, numbers of a kind are wanted.
     *
     * @param kind {@code lengths}, {@code msg_rates}, {@code data_rates}, {@code node_stats}
     * @throws InvalidQueryException when it makes no sense or comes to too many samples; what is no number is ignored
     */
    public Optional<Span> span(String kind) {
        return span(kind, "bad_request");
    }

    /** Too many samples are refused before anything is looked up. */
    public void requireRanges() {
        requireRanges("bad_request");
    }

    void requireRanges(String error) {
        KINDS.forEach(kind -> span(kind, error));
    }

    private Optional<Span> span(String kind, String error) {
        OptionalLong age = number(kind + "_age");
        OptionalLong step = number(kind + "_incr");
        if (age.isEmpty() || step.isEmpty()) return Optional.empty();
        try {
            return Optional.of(new Span(Math.toIntExact(age.getAsLong()), Math.toIntExact(step.getAsLong())));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidQueryException(error, "Invalid range parameters: age " + age.getAsLong() + ", incr " + step.getAsLong());
        }
    }

    private OptionalLong number(String name) {
        try {
            return find(name).map(Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
