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

    /**
     * Messages that were shared are about to be given to queues on other loops. Without it those queues, as they cannot know
     * that it is written before what they write, write it down themselves.
     */
    default void handOver() {
    }
}
