package io.leveret.broker.amqp;

import io.leveret.codec.BodyMemory;
import io.netty.util.internal.PlatformDependent;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory of one kind that connections take up as their clients please. One that wants more than a connection may have is
 * refused; when all together take more than there is for them, the one that holds the most has to go. Callable from any
 * thread.
 */
final class SharedMemory {

    private final long most;
    private final long mostEach;
    private final AtomicLong used = new AtomicLong();
    private final Set<Share> shares = ConcurrentHashMap.newKeySet();

    SharedMemory(long most, long mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /** What is held for clients outside of queues: a quarter of the heap. One message of the largest size always fits. */
    static SharedMemory ofHeap(AmqpSettings settings) {
        long heap = Runtime.getRuntime().maxMemory();
        long each = Math.max(heap / 8, settings.maxMessageSize() + 2L * settings.frameMax());
        return new SharedMemory(Math.max(heap / 4, each), each);
    }

    /** What sockets are still to take: half of what there is outside of the heap. */
    static SharedMemory ofSockets() {
        return new SharedMemory(PlatformDependent.maxDirectMemory() / 2, Long.MAX_VALUE);
    }

    /** @param evict called, on any thread and once, when the connection has to go */
    Share share(Runnable evict) {
        Share share = new Share(evict);
        shares.add(share);
        return share;
    }

    long used() {
        return used.get();
    }

    private void evictLargest() {
        largestOneTooMany().ifPresent(largest -> largest.evict.run());
    }

    /** What those hold that were told to go counts as free. */
    private synchronized Optional<Share> largestOneTooMany() {
        long leaving = 0;
        Share largest = null;
        for (Share share : shares) {
            if (share.evicted) leaving += share.held.get();
            else if (largest == null || share.held.get() > largest.held.get()) largest = share;
        }
        if (largest == null || used.get() - leaving <= most) return Optional.empty();
        largest.evicted = true;
        return Optional.of(largest);
    }

    /** What one connection has of it. */
    final class Share implements BodyMemory {

        private final Runnable evict;
        private final AtomicLong held = new AtomicLong();
        private volatile boolean evicted;

        private Share(Runnable evict) {
            this.evict = evict;
        }

        @Override
        public boolean take(long bytes) {
            if (held.addAndGet(bytes) > mostEach) {
                held.addAndGet(-bytes);
                return false;
            }
            if (used.addAndGet(bytes) > most) evictLargest();
            return true;
        }

        /** Whether the connection may have so much more. */
        boolean hasRoomFor(long bytes) {
            return held.get() + bytes <= mostEach;
        }

        /** Takes or gives back what is bounded by other means, and cannot be refused. */
        void note(long bytes) {
            held.addAndGet(bytes);
            if (used.addAndGet(bytes) > most && bytes > 0) evictLargest();
        }

        @Override
        public void give(long bytes) {
            held.addAndGet(-bytes);
            used.addAndGet(-bytes);
        }

        /** Callable from any thread. */
        long held() {
            return held.get();
        }

        /** The connection is gone, and gives back what it still holds bit by bit. */
        void end() {
            shares.remove(this);
        }
    }
}
