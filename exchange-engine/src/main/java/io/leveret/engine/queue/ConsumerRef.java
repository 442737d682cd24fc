package io.leveret.engine.queue;

import io.leveret.engine.loop.Answer;

/** A consumer as its channel knows it; callable from the channel's loop, acts on the queue's. */
public final class ConsumerRef {

    private final QueueRef queue;
    private final Consumer consumer;

    ConsumerRef(QueueRef queue, Consumer consumer) {
        this.queue = queue;
        this.consumer = consumer;
    }

    public QueueRef queue() {
        return queue;
    }

    /** So many deliveries were written to the socket: as many more may come. */
    public void written(int messages, long bytes) {
        queue.submit(() -> queue.queue().written(consumer, messages, bytes));
    }

    /** Makes the consumer count against its channel's limit too, with what it holds already. */
    public void share(ChannelPrefetch limit) {
        queue.submit(() -> queue.queue().share(consumer, limit));
    }

    /** Ends the consumer; what it holds stays unacked. The answer comes after its last delivery. */
    public void cancel(Answer<Void> answer) {
        queue.submit(() -> {
            queue.queue().cancel(consumer);
            answer.completed(null);
        });
    }

    /** The channel's shared limit has room again. */
    void retry() {
        queue.submit(() -> queue.queue().retry(consumer));
    }
}
