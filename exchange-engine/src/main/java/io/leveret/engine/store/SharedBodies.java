package io.leveret.engine.store;

import io.leveret.engine.message.Message;

/** What a loop says of messages that it is about to give to several queues. Used on that loop only. */
public interface SharedBodies {

    /** Has nothing to share: every queue for itself. */
    SharedBodies NONE = message -> { };

    /**
     * The message is persistent and goes to more than one durable queue, so that it is written once, now, and the queues
     * write down no more than that they have it. Called before any of them gets it.
     */
    void share(Message message);
}
