package io.leveret.broker;

import io.leveret.broker.amqp.Alarms;
import io.leveret.engine.queue.MemoryAlarm;
import io.leveret.engine.queue.MessageMemory;

/** Raises the alarm when messages in queues take up all the heap they may, although queues let go of what they can. */
final class HeapAlarm implements MemoryAlarm {

    private static final long MIB = 1 << 20;

    private final MessageMemory memory;
    private final Alarms.Watcher heap;

    HeapAlarm(MessageMemory memory, Alarms alarms) {
        this.memory = memory;
        this.heap = alarms.watcher(Alarms.Resource.MEMORY);
    }

    @Override
    public void full() {
        heap.raise("messages in queues take up " + memory.used() / MIB + " MiB of the heap, of " + memory.budget() / MIB + " MiB ("
                + Settings.MESSAGE_MEMORY.key() + ")");
    }

    @Override
    public void free() {
        heap.clear();
    }
}
