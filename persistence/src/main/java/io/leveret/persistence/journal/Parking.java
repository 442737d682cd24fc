package io.leveret.persistence.journal;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Where one thread rests when it has nothing to do. Others pay for waking it only when it said that it rests. */
final class Parking {

    static final long FOREVER = Long.MAX_VALUE;

    private volatile Thread parked;
    private volatile Thread dozing;
    private volatile boolean signalled;

    /** Returns at once if there is work after all; otherwise after so many nanoseconds, when woken, or for no reason. */
    void park(long nanos, BooleanSupplier hasWork) {
        parked = Thread.currentThread();
        if (!signalled && !hasWork.getAsBoolean()) {
            if (nanos == FOREVER) LockSupport.park(this);
            else LockSupport.parkNanos(this, nanos);
        }
        parked = null;
        signalled = false;
    }

    /** Rests for so long though there is work, unless it is signalled or roused, or for no reason. */
    void doze(long nanos, BooleanSupplier isUrgent) {
        dozing = Thread.currentThread();
        if (!signalled && !isUrgent.getAsBoolean()) LockSupport.parkNanos(this, nanos);
        dozing = null;
        signalled = false;
    }

    /** Wakes it, or keeps it from resting the next time: for what is rare and not seen as work. */
    void signal() {
        signalled = true;
        rouse();
    }

    /** To be called when the work can be seen. */
    void wake() {
        Thread thread = parked;
        if (thread != null) LockSupport.unpark(thread);
    }

    /** To be called when what can be seen is urgent. */
    void rouse() {
        Thread thread = dozing;
        if (thread != null) LockSupport.unpark(thread);
        else wake();
    }
}
