package io.leveret.perf.report;

import io.leveret.perf.measure.Cost;
import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.LatencySummary;
import io.leveret.perf.measure.Result;
import io.leveret.perf.measure.Timing;
import java.util.Locale;
import java.util.Optional;

/** A result as a table. */
public final class Summary {

    private Summary() {}

    public static String of(Result result) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%n%s, %.1f s%n", result.phase(), result.seconds()));
        counts(result, text);
        latencies(result, text);
        cost(result, text);
        return text.toString();
    }

    private static void counts(Result result, StringBuilder text) {
        row(text, "", "total", "a second");
        for (Count count : Count.values()) {
            long number = result.sample().count(count);
            if (number > 0) row(text, count.label(), Texts.number(number), Texts.number(number / result.seconds()));
        }
    }

    private static void latencies(Result result, StringBuilder text) {
        boolean first = true;
        for (Timing timing : Timing.values()) {
            Optional<LatencySummary> latency = result.sample().timing(timing).map(LatencySummary::of);
            if (latency.isEmpty()) continue;
            if (first) row(text.append(System.lineSeparator()), "latency", "min", "p50", "p95", "p99", "p99.9", "max");
            first = false;
            LatencySummary of = latency.get();
            row(text, timing.label(), Texts.duration(of.min()), Texts.duration(of.p50()), Texts.duration(of.p95()), Texts.duration(of.p99()),
                    Texts.duration(of.p999()), Texts.duration(of.max()));
        }
    }

    private static void cost(Result result, StringBuilder text) {
        Cost cost = result.cost();
        row(text.append(System.lineSeparator()), "cost", "CPU", "a message");
        if (cost.knowsBroker()) row(text, "broker", seconds(cost.brokerSeconds()), each(cost.brokerSeconds(), result));
        row(text, "generator", seconds(cost.generatorSeconds()), each(cost.generatorSeconds(), result));
        if (!cost.knowsBroker()) return;
        text.append(String.format(Locale.ROOT, "others took %.0f %% of the machine; the broker's memory: %s before, %s at most, %s at the end%n",
                100 * cost.foreign(), Texts.mib(cost.beforeKib()), Texts.mib(cost.peakKib()), Texts.mib(cost.residentKib())));
    }

    private static String seconds(double cpu) {
        return String.format(Locale.ROOT, "%.2f s", cpu);
    }

    private static String each(double cpu, Result result) {
        return result.messages() == 0 ? "" : String.format(Locale.ROOT, "%.2f µs", cpu * 1e6 / result.messages());
    }

    private static void row(StringBuilder text, String head, String... cells) {
        text.append(String.format("%-12s", head));
        for (String cell : cells) text.append(String.format("%14s", cell));
        text.append(System.lineSeparator());
    }
}
