package io.leveret.engine.loop;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Milliseconds since 1970 by the system's clock as it was at the beginning, and from then on by one that only goes forward: so
 * setting the system's clock neither ends what waits nor keeps it. As the clock that goes forward stands still while the machine is
 * suspended, that time is added when it is over; it is told from the system's clock being set by how long the machine says it has
 * been up. Safe for threads.
 */
public final class SteadyMillis implements LongSupplier {

    private static final long LOOK_EVERY = 1000;

    /** Clocks that go at the same pace come no further apart, as they tell hundredths of a second. */
    private static final long NOTEWORTHY = 1000;

    private final LongSupplier systemMillis;
    private final LongSupplier nanoTime;
    private final LongSupplier uptimeMillis;
    private final long epochOffset;
    private final long upBefore;
    private volatile long asleep;
    private volatile long resumedAt;
    private volatile long nextLook;
    private long knownDrift;

    /** One that takes no notice of the machine being suspended. */
    public SteadyMillis() {
        this(() -> -1);
    }

    /** @param uptimeMillis how long the machine is up, suspended or not, with the same pace as the system's other clocks; negative if nobody knows */
    public SteadyMillis(LongSupplier uptimeMillis) {
        this(System::currentTimeMillis, System::nanoTime, uptimeMillis);
    }

    SteadyMillis(LongSupplier systemMillis, LongSupplier nanoTime, LongSupplier uptimeMillis) {
        this.systemMillis = systemMillis;
        this.nanoTime = nanoTime;
        this.uptimeMillis = uptimeMillis;
        long passed = passed();
        this.epochOffset = systemMillis.getAsLong() - passed;
        this.upBefore = uptimeMillis.getAsLong() - passed;
        this.nextLook = passed + LOOK_EVERY;
    }

    @Override
    public long getAsLong() {
        long passed = passed();
        if (passed >= nextLook) look();
        return epochOffset + asleep + passed;
    }

    /** When the machine was last found to have been suspended, by this clock; 0 if it never was. */
    public long resumedAt() {
        return resumedAt;
    }

    /** The machine is asked only when the system's clock has made a leap, as it does after a while in which all stood still. */
    private synchronized void look() {
        long passed = passed();
        nextLook = passed + LOOK_EVERY;
        long drift = systemMillis.getAsLong() - (epochOffset + asleep + passed);
        if (Math.abs(drift - knownDrift) < NOTEWORTHY) return;
        knownDrift = drift;
        long up = uptimeMillis.getAsLong();
        long passedSince = passed(); // after the machine was asked: that this took a while is not taken for having been suspended
        long more = up - upBefore - passedSince - asleep;
        if (up < 0 || more < NOTEWORTHY) return;
        knownDrift -= more;
        asleep += more;
        resumedAt = epochOffset + asleep + passedSince;
    }

    private long passed() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }
}
