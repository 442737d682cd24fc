package io.leveret.api.stats;

import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Series;
import io.leveret.engine.stats.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A number as the API has it.
 *
 * @param key     its name there
 * @param metrics what it is the sum of
 */
public record Figure(String key, List<Metric> metrics) {

    static final String DETAILS = "_details";
    static final String RATE = "rate";

    static Figure of(Metric metric) {
        return new Figure(metric.key(), List.of(metric));
    }

    static Figure of(String key, Metric... metrics) {
        return new Figure(key, List.of(metrics));
    }

    /** Where how fast it changes stands beside it. */
    public String detailsKey() {
        return key + DETAILS;
    }

    /** @param histories of several things, for what they come to together */
    public long total(List<History> histories) {
        long total = 0;
        for (History history : histories) for (Metric metric : metrics) total += history.total(metric);
        return total;
    }

    private double rate(List<History> histories) {
        double rate = 0;
        for (History history : histories) for (Metric metric : metrics) rate += history.rate(metric);
        return rate;
    }

    /** How fast it changes, and how it was if somebody wants to know. */
    public Map<String, Object> details(List<History> histories, Optional<Span> span) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put(RATE, rate(histories));
        span.ifPresent(wanted -> addSeries(histories, wanted, details));
        return details;
    }

    /** One of the details. */
    public Object detail(List<History> histories, Optional<Span> span, String name) {
        return name.equals(RATE) ? rate(histories) : details(histories, span).get(name);
    }

    private void addSeries(List<History> histories, Span span, Map<String, Object> details) {
        List<Series> parts = new ArrayList<>();
        for (History history : histories) for (Metric metric : metrics) parts.add(history.series(metric, span));
        List<Series.Sample> sums = sums(parts);
        details.put("samples", sums.stream().map(Figure::shown).toList());
        details.put("avg", sums.stream().mapToLong(Series.Sample::value).average().orElse(0));
        details.put("avg_rate", averageRate(sums));
    }

    /** Each is as long as its thing has been there, and all end with the sampler's last round. */
    private static List<Series.Sample> sums(List<Series> parts) {
        List<Series.Sample> longest = List.of();
        for (Series part : parts) if (part.samples().size() > longest.size()) longest = part.samples();
        List<Series.Sample> sums = new ArrayList<>(longest.size());
        for (int i = 0; i < longest.size(); i++) {
            long value = 0;
            for (Series part : parts) value += i < part.samples().size() ? part.samples().get(i).value() : 0;
            sums.add(new Series.Sample(value, longest.get(i).timestamp()));
        }
        return sums;
    }

    private static double averageRate(List<Series.Sample> samples) {
        if (samples.size() < 2) return 0;
        Series.Sample newest = samples.get(0);
        Series.Sample oldest = samples.get(samples.size() - 1);
        return (newest.value() - oldest.value()) * 1000.0 / (newest.timestamp() - oldest.timestamp());
    }

    private static Map<String, Object> shown(Series.Sample sample) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("sample", sample.value());
        shown.put("timestamp", sample.timestamp());
        return shown;
    }
}
