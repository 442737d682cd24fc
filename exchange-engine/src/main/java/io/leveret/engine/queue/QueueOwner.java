package io.leveret.engine.queue;

/** Who decides whether a queue goes on existing: its virtual host. */
public interface QueueOwner {

    /** An auto-delete queue has lost its last consumer; called on the queue's home loop. */
    void unused(QueueRef queue);
}
