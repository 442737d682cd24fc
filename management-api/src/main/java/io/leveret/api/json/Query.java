package io.leveret.api.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands behind the question mark. */
public record Query(Map<String, List<String>> parameters) {

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
        return fields.of(row, columns());
    }

    /** The windows over which rates are wanted: too many samples are refused before anything is looked up. */
    public void requireRanges() {
        for (String kind : List.of("lengths", "msg_rates", "data_rates", "node_stats")) {
            Optional<String> age = find(kind + "_age");
            Optional<String> increment = find(kind + "_incr");
            if (age.isEmpty() || increment.isEmpty()) continue;
            if (!isRange(age.get(), increment.get())) {
                throw new InvalidQueryException("invalid_range_parameters",
                    "Invalid range parameters: age " + age.get() + ", incr " + increment.get());
            }
        }
    }

    private static boolean isRange(String age, String increment) {
        try {
            long seconds = Long.parseLong(age);
            long step = Long.parseLong(increment);
            return seconds > 0 && step > 0 && seconds / step <= Series.MOST;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Of samples over time. */
    private static final class Series {
        private static final long MOST = 500;
    }
}
