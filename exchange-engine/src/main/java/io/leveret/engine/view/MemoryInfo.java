package io.leveret.engine.view;

import java.util.OptionalLong;

/**
 * What the memory of the process is used for, in bytes. What is in the heap and has no part of its own here is in the rest
 * of the heap, with garbage.
 *
 * @param resident      of the whole process, as the operating system counts; empty where it does not tell
 * @param messages      in queues, with what they cost beside their bodies
 * @param heapUsed      messages among it
 * @param heapCommitted what the JVM holds for its heap
 * @param direct        buffers outside of the heap: sockets' and the journal's
 * @param classes       metaspace
 * @param code          compiled
 * @param otherNonHeap  of what the JVM counts outside of the heap
 */
public record MemoryInfo(OptionalLong resident, long messages, long heapUsed, long heapCommitted, long direct, long classes,
                         long code, long otherNonHeap) {
}
