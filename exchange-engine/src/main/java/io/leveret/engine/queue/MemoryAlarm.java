package io.leveret.engine.queue;

/** Told when messages in queues take up all the heap they may, and when no longer. Called on any thread, one call at a time. */
public interface MemoryAlarm {

    void full();

    void free();
}
