package io.leveret.broker.node;

import io.leveret.broker.amqp.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the alarm when the heap fills with what is no garbage, whatever it is: publishers wait while clients consume or
 * delete. To be called twice a second.
 */
final class HeapWatch {

    private static final Logger log = LoggerFactory.getLogger(HeapWatch.class);

    private static final long MIB = 1 << 20;

    /** A collection may leave some garbage for the next one that follows at once. */
    private static final int LOOKS_BEFORE_ALARM = 3;

    /** Where hardly anybody allocates, nothing would show that there is room again. */
    private static final int LOOKS_BEFORE_COLLECTION = 10;

    private static final double BELOW = 0.95;

    /** What it watches. */
    interface Heap {

        /** In bytes, as of a collection that has looked at all of it. */
        long live();

        long collections();

        void collect();
    }

    private final Heap heap;
    private final long limit;
    private final String setting;
    private final Alarms.Watcher alarm;
    private int over;
    private boolean isRaised;
    private long collections;
    private int quiet;

    /** @param setting that says what the limit is */
    HeapWatch(Heap heap, long limit, String setting, Alarms alarms) {
        this.heap = heap;
        this.limit = limit;
        this.setting = setting;
        this.alarm = alarms.watcher(Alarms.Resource.MEMORY);
    }

    long limit() {
        return limit;
    }

    void look() {
        long live = heap.live();
        over = live >= (isRaised ? limit * BELOW : limit) ? over + 1 : 0;
        if (over == 0 && isRaised) {
            isRaised = false;
            alarm.clear();
        } else if (over >= LOOKS_BEFORE_ALARM && !isRaised) {
            isRaised = true;
            alarm.raise(live / MIB + " MiB of the heap are in use, of " + limit / MIB + " MiB (" + setting + ")");
        }
        if (isRaised) collectIfQuiet();
    }

    private void collectIfQuiet() {
        long now = heap.collections();
        quiet = now == collections ? quiet + 1 : 0;
        collections = now;
        if (quiet < LOOKS_BEFORE_COLLECTION) return;
        log.debug("collecting garbage to see whether there is room again");
        quiet = 0;
        heap.collect();
    }
}
