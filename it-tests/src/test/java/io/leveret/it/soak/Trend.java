package io.leveret.it.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How one measure went: its median in the first and in the last quarter of the time, and by how much it rose in an hour. */
record Trend(Measure measure, double first, double last, double slope) {
    private static final double HOUR = 3_600_000;
    private static final int QUARTERS = 4;

    static Trend of(Measure measure, List<Sampler.Sample> samples) {
        List<Sampler.Sample> known = samples.stream().filter(sample -> !Double.isNaN(sample.values().get(measure))).toList();
        if (known.isEmpty()) return new Trend(measure, Double.NaN, Double.NaN, Double.NaN);
        int quarter = Math.max(1, known.size() / QUARTERS);
        return new Trend(measure, median(values(measure, known.subList(0, quarter))),
                median(values(measure, known.subList(known.size() - quarter, known.size()))), slope(measure, known));
    }

    /** What is not known has not risen. */
    boolean isFlat() {
        return Double.isNaN(first) || last <= measure.most(first);
    }

    String row() {
        return String.format(Locale.ROOT, "| %s | %s | %s | %s | %s | %s |", measure.title(), measure.show(first), measure.show(last),
                measure.show(slope), measure.show(measure.most(first)), isFlat() ? "yes" : "NO");
    }

    /** The median of the slopes between any two samples: a few that stand out do not count. */
    private static double slope(Measure measure, List<Sampler.Sample> samples) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size(); j++) {
                long millis = samples.get(j).millis() - samples.get(i).millis();
                if (millis > 0) slopes.add((value(measure, samples.get(j)) - value(measure, samples.get(i))) * HOUR / millis);
            }
        }
        return slopes.isEmpty() ? Double.NaN : median(slopes);
    }

    private static List<Double> values(Measure measure, List<Sampler.Sample> samples) {
        return samples.stream().map(sample -> value(measure, sample)).toList();
    }

    private static double value(Measure measure, Sampler.Sample sample) {
        return sample.values().get(measure);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
