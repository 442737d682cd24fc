package io.leveret.perf.report;

import java.util.Locale;

/** Numbers for people; the same in every country, as scripts read them too. */
final class Texts {

    private Texts() {}

    static String number(double value) {
        if (value > 0 && value < 10) return String.format(Locale.ROOT, "%.1f", value);
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String duration(double micros) {
        if (micros < 999.5) return String.format(Locale.ROOT, micros < 10 ? "%.1f µs" : "%.0f µs", micros);
        if (micros < 1_000_000) return String.format(Locale.ROOT, micros < 100_000 ? "%.2f ms" : "%.0f ms", micros / 1_000);
        return String.format(Locale.ROOT, "%.2f s", micros / 1_000_000);
    }

    static String mib(long kib) {
        return String.format(Locale.ROOT, "%,.0f MiB", kib / 1024.0);
    }
}
