package io.leveret.benchmarks.measure;

import java.util.Arrays;

/** The same figure, measured again and again; its median does not mind a few runs that were disturbed. */
public final class Samples {

    private double[] values = new double[0];

    public void add(double value) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
        Arrays.sort(values);
    }

    public double median() {
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** The middle half of them lies between this and {@link #high}. */
    double low() {
        return values[values.length / 4];
    }

    double high() {
        return values[values.length - 1 - values.length / 4];
    }
}
