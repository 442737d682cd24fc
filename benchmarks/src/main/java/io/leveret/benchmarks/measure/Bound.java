package io.leveret.benchmarks.measure;

import java.util.Locale;

/** What a figure has to be at least, or at most; or nothing, when it is only there to explain another. */
public record Bound(boolean least, double value) {

    public static final Bound NONE = new Bound(true, Double.NEGATIVE_INFINITY);

    public static Bound atLeast(double value) {
        return new Bound(true, value);
    }

    public static Bound atMost(double value) {
        return new Bound(false, value);
    }

    String verdict(double figure) {
        if (this == NONE) return "";
        return (least ? figure >= value : figure <= value) ? "met" : "missed";
    }

    @Override
    public String toString() {
        return this == NONE ? "" : String.format(Locale.ROOT, "%s %.2f", least ? ">=" : "<=", value);
    }
}
