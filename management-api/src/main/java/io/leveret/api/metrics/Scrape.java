package io.leveret.api.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What one request is answered with, in the making: metrics by name, each with its samples. Used by one thread. */
final class Scrape {

    /** Samples of one metric, and what they become. */
    private record Gathered<P>(MetricMetadata metadata, List<P> points, BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> of) {
        MetricSnapshot snapshot() {
            return of.apply(metadata, points);
        }
    }

    /** What has come together, whatever it is called. */
    private record Contents(Map<String, Gathered<GaugeDataPointSnapshot>> gauges, Map<String, Gathered<CounterDataPointSnapshot>> counters,
                            Map<String, Gathered<InfoDataPointSnapshot>> infos, List<MetricSnapshot> others) {
    }

    private final String prefix;
    private final Contents contents;

    /** @param prefix what all names begin with */
    Scrape(String prefix) {
        this(prefix, new Contents(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>()));
    }

    private Scrape(String prefix, Contents contents) {
        this.prefix = prefix;
        this.contents = contents;
    }

    /** This one, for names that begin otherwise. */
    Scrape under(String otherPrefix) {
        return new Scrape(otherPrefix, contents);
    }

    /** What goes up and down. */
    void gauge(String name, String help, Labels labels, double value) {
        contents.gauges().computeIfAbsent(prefix + name, full -> new Gathered<>(new MetricMetadata(full, help), new ArrayList<>(), GaugeSnapshot::new))
            .points().add(new GaugeDataPointSnapshot(value, labels, null));
    }

    void gauge(String name, String help, double value) {
        gauge(name, help, Labels.EMPTY, value);
    }

    /** @param name without the {@code _total} that it gets */
    void counter(String name, String help, Labels labels, double value) {
        contents.counters().computeIfAbsent(prefix + name, full -> new Gathered<>(new MetricMetadata(full, help), new ArrayList<>(), CounterSnapshot::new))
            .points().add(new CounterDataPointSnapshot(value, labels, null, 0));
    }

    void counter(String name, String help, double value) {
        counter(name, help, Labels.EMPTY, value);
    }

    /**
     * What is said in the labels; the value is always 1.
     *
     * @param name without the {@code _info} that it gets
     */
    void info(String name, String help, Labels labels) {
        contents.infos().computeIfAbsent(prefix + name, full -> new Gathered<>(new MetricMetadata(full, help), new ArrayList<>(), InfoSnapshot::new))
            .points().add(new InfoDataPointSnapshot(labels));
    }

    void histogram(String name, String help, Labels labels, ClassicHistogramBuckets buckets, double sum) {
        contents.others().add(new HistogramSnapshot(new MetricMetadata(prefix + name, help),
            List.of(new HistogramDataPointSnapshot(buckets, sum, labels, null, 0))));
    }

    MetricSnapshots done() {
        List<MetricSnapshot> all = new ArrayList<>(contents.others());
        contents.gauges().values().forEach(each -> all.add(each.snapshot()));
        contents.counters().values().forEach(each -> all.add(each.snapshot()));
        contents.infos().values().forEach(each -> all.add(each.snapshot()));
        return new MetricSnapshots(all);
    }
}
