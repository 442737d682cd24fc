package io.leveret.engine.queue;

import io.leveret.engine.store.MessageStore;
import io.leveret.engine.store.TransientStore;

/** Where the messages of queues may be: on the disk, and how many of them in the heap. */
public record QueueStorage(MessageStore disk, MessageMemory memory) {

    /** Everything stays in the heap. */
    public static final QueueStorage NONE = boundless(new TransientStore());

    /** As many messages stay in the heap as there are. */
    public static QueueStorage boundless(MessageStore disk) {
        return new QueueStorage(disk, MessageMemory.UNLIMITED);
    }
}
