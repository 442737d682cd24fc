package io.leveret.engine.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Milliseconds since 1970 by the system's clock as it was at the beginning, and from then on by one that only goes forward: so
 * setting the system's clock neither ends what waits nor keeps it.
 */
public final class SteadyMillis implements LongSupplier {

    private final LongSupplier nanoTime;
    private final long epochOffset;

    public SteadyMillis() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    SteadyMillis(LongSupplier systemMillis, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.epochOffset = systemMillis.getAsLong() - passed();
    }

    @Override
    public long getAsLong() {
        return epochOffset + passed();
    }

    private long passed() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }
}
