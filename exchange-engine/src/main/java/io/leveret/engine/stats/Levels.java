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

    private final long[] values;

    public Levels(Class<E> names) {
        this.values = new long[names.getEnumConstants().length];
    }

    public void set(E level, long value) {
        VALUES.setOpaque(values, level.ordinal(), value);
    }

    public long get(E level) {
        return (long) VALUES.getOpaque(values, level.ordinal());
    }
}
