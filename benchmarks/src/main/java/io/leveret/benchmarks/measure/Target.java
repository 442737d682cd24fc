package io.leveret.benchmarks.measure;

import io.leveret.benchmarks.journal.RawDisk;
import java.util.Locale;

/**
 * Something to be reached. It is measured several times, the disk before each, as disks differ, and virtual ones from one
 * minute to the next; what counts is the median.
 */
public final class Target {

    private static final String LINE = "%-50s %7.0f %7.0f %12s %8.2f  %-13s %-9s %s%n";
    private static final String HEAD = "%-50s %7s %7s %12s %8s  %-13s %-9s%n";

    private final String name;
    private final String format;
    private final Bound bound;
    private final Samples append = new Samples();
    private final Samples bandwidth = new Samples();
    private final Samples figures = new Samples();
    private final Samples ratios = new Samples();

    /** @param format how our figure is shown, before it is put in a relation to anything */
    public Target(String name, String format, Bound bound) {
        this.name = name;
        this.format = format;
        this.bound = bound;
    }

    public static void printHead() {
        print(HEAD, "", "F us", "B MB/s", "ours", "ratio", "middle half", "target");
    }

    /** @param ratio what the bound is about */
    public void add(RawDisk disk, double figure, double ratio) {
        append.add(disk.appendNanos() / 1e3);
        bandwidth.add(disk.bytesPerSecond() / 1e6);
        figures.add(figure);
        ratios.add(ratio);
    }

    public void print() {
        print(LINE, name, append.median(), bandwidth.median(), String.format(Locale.ROOT, format, figures.median()), ratios.median(),
                String.format(Locale.ROOT, "%.2f-%.2f", ratios.low(), ratios.high()), bound,
                bound.verdict(ratios.median()));
    }

    private static void print(String layout, Object... values) {
        System.out.printf(Locale.ROOT, layout, values);
    }
}
