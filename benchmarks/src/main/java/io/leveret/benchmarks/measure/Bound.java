package io.leveret.benchmarks.measure;

import java.util.Locale;

/** What a figure has to be at least, or at most. */
public record Bound(boolean least, double value) {

    public static Bound atLeast(double value) {
        return new Bound(true, value);
    }

    public static Bound atMost(double value) {
        return new Bound(false, value);
    }

    boolean isMetBy(double figure) {
        return least ? figure >= value : figure <= value;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f", least ? ">=" : "<=", value);
    }
}
