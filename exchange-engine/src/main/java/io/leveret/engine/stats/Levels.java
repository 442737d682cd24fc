package io.leveret.engine.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How much there is of several things now. Written by one loop, without a fence, at the end of its turn; read by anybody.
 *
 * @param <E> names them
 */
public final class Levels<E extends Enum<E>> {

    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] zeros;

    /** The zeros until something is there. */
    private long[] values;

    /** @param zeros as many as there are names; shared by all who count the same, never written */
    public Levels(long[] zeros) {
        this.zeros = zeros;
        this.values = zeros;
    }

    public void set(E level, long value) {
        if (values == zeros) {
            if (value == 0) return;
            values = new long[zeros.length];
        }
        if (values[level.ordinal()] != value) VALUES.setOpaque(values, level.ordinal(), value);
    }

    public long get(E level) {
        return (long) VALUES.getOpaque(values, level.ordinal());
    }
}
