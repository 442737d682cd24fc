package io.leveret.perf.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leveret.perf.measure.Cost;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.LatencySummary;
import io.leveret.perf.measure.Result;
import io.leveret.perf.measure.Timing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run for scripts: rates a second, times in microseconds, memory in KiB. */
public final class JsonReport {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonReport() {}

    /** @param failure what ended the run, if it was not to end so */
    public static JsonNode of(String mode, String uri, List<String> arguments, List<Result> results, Optional<String> failure) {
        ObjectNode report = JSON.objectNode().put("mode", mode).put("broker", uri);
        ArrayNode said = report.putArray("arguments");
        arguments.forEach(said::add);
        ArrayNode phases = report.putArray("phases");
        results.forEach(result -> phases.add(phase(result)));
        failure.ifPresent(sentence -> report.put("failure", sentence));
        return report;
    }

    private static JsonNode phase(Result result) {
        ObjectNode phase = JSON.objectNode().put("phase", result.phase()).put("seconds", rounded(result.seconds()));
        ObjectNode counts = phase.putObject("counts");
        ObjectNode rates = phase.putObject("rates");
        for (Count count : Count.values()) {
            long number = result.sample().count(count);
            counts.put(count.label(), number);
            rates.put(count.label(), Math.round(number / result.seconds()));
        }
        ObjectNode latencies = phase.putObject("latency_us");
        for (Timing timing : Timing.values()) {
            result.sample().timing(timing).map(LatencySummary::of).ifPresent(latency -> latencies.set(key(timing.label()), latency(latency)));
        }
        phase.set("cost", cost(result));
        return phase;
    }

    private static JsonNode latency(LatencySummary of) {
        return JSON.objectNode().put("count", of.count()).put("min", rounded(of.min())).put("p50", rounded(of.p50())).put("p95", rounded(of.p95()))
                .put("p99", rounded(of.p99())).put("p99_9", rounded(of.p999())).put("max", rounded(of.max()));
    }

    private static JsonNode cost(Result result) {
        Cost cost = result.cost();
        ObjectNode json = JSON.objectNode().put("generator_cpu_s", rounded(cost.generatorSeconds()));
        each(json, "generator_cpu_us_per_message", cost.generatorSeconds(), result);
        if (!cost.knowsBroker()) return json;
        each(json.put("broker_cpu_s", rounded(cost.brokerSeconds())), "broker_cpu_us_per_message", cost.brokerSeconds(), result);
        return json.put("foreign", rounded(cost.foreign())).put("broker_rss_before_kib", cost.beforeKib())
                .put("broker_rss_peak_kib", cost.peakKib()).put("broker_rss_kib", cost.residentKib());
    }

    private static void each(ObjectNode json, String name, double cpuSeconds, Result result) {
        if (result.messages() > 0) json.put(name, rounded(cpuSeconds * 1e6 / result.messages()));
    }

    private static String key(String label) {
        return label.toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
