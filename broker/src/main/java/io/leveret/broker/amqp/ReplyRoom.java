package io.leveret.broker.amqp;

import java.util.concurrent.atomic.AtomicLong;

/** How much may wait in direct replies to all channels of a connection. Callable from any loop. */
final class ReplyRoom {

    static final long MOST_WAITING_BYTES = 16 << 20;

    private final SharedMemory.Share memory;
    private final AtomicLong waiting = new AtomicLong();

    ReplyRoom(SharedMemory.Share memory) {
        this.memory = memory;
    }

    /** One reply always fits, however large. */
    boolean take(long bytes) {
        boolean fits = waiting.addAndGet(bytes) <= MOST_WAITING_BYTES + bytes && memory.take(bytes);
        if (!fits) waiting.addAndGet(-bytes);
        return fits;
    }

    void give(long bytes) {
        waiting.addAndGet(-bytes);
        memory.give(bytes);
    }
}
