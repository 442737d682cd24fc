package io.leveret.engine.queue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many unacked messages the consumers of one channel may hold together ({@code basic.qos} with {@code global}).
 * The consumers may sit on queues of different loops: this object is shared by all of them, and is lock-free.
 */
public final class ChannelPrefetch {

    private final AtomicInteger held = new AtomicInteger();
    private final Queue<ConsumerRef> waiting = new ConcurrentLinkedQueue<>();
    private volatile int limit;

    /** @param limit 0 means no limit */
    public ChannelPrefetch(int limit) {
        this.limit = limit;
    }

    /** Changes the limit for what is delivered from now on; a lower one takes nothing back. 0 means no limit. */
    public void limit(int newLimit) {
        limit = newLimit;
        wakeWaiting();
    }

    /** 0 means no limit. */
    public int limit() {
        return limit;
    }

    /**
     * Takes one place, or notes who has to be woken when one gets free.
     *
     * @return whether the place was there
     */
    boolean tryAcquire(ConsumerRef asker) {
        if (tryAcquire()) return true;
        if (asker.startWaiting()) waiting.add(asker);
        return tryAcquire(); // a place may have been given back between the two looks; the extra wake-up does no harm
    }

    /** Counts messages that were delivered before the limit came to be. */
    void add(int messages) {
        held.addAndGet(messages);
    }

    void release(int messages) {
        held.addAndGet(-messages);
        wakeWaiting();
    }

    /** The consumer has ended and need not be woken. */
    void forget(ConsumerRef gone) {
        if (gone.stopWaiting()) waiting.remove(gone);
    }

    /** How many consumers wait to be woken. */
    int waiting() {
        return waiting.size();
    }

    private boolean tryAcquire() {
        int now = held.get();
        while (limit == 0 || now < limit) {
            if (held.compareAndSet(now, now + 1)) return true;
            now = held.get();
        }
        return false;
    }

    /** Everybody: whoever is woken first may find that its message went to another consumer meanwhile. */
    private void wakeWaiting() {
        for (int count = waiting.size(); count > 0; count--) {
            ConsumerRef next = waiting.poll();
            if (next == null) return;
            next.stopWaiting(); // before it tries, as it may have to wait again
            next.retry();
        }
    }
}
