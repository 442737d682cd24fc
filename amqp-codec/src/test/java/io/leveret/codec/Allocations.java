package io.leveret.codec;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Counts the bytes that some code takes from the heap. */
public final class Allocations {
    private Allocations() {}

    public static long of(Runnable code) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        code.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
