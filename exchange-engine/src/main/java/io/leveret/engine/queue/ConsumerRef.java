package io.leveret.engine.queue;

import io.leveret.engine.loop.Answer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A consumer as its channel knows it; callable from the channel's loop, acts on the queue's. */
public final class ConsumerRef {

    private final QueueRef queue;
    private final Consumer consumer;

    /** Whether it stands in the line of its channel's shared limit; set on the queue's loop, cleared on any. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    /** All that was ever written, which is the channel's loop to say; the second is looked at after the first. */
    private volatile long writtenMessages;
    private long writtenBytes;

    /** As far as the queue was told; touched by the channel's loop only. */
    private long toldMessages;
    private long toldBytes;

    /** What may be on its way; the queue's to say. */
    private volatile HeadRoom room = HeadRoom.PLENTY;

    ConsumerRef(QueueRef queue, Consumer consumer) {
        this.queue = queue;
        this.consumer = consumer;
    }

    public QueueRef queue() {
        return queue;
    }

    /**
     * So many deliveries were written to the socket: as many more may come. The queue hears of it once a good part of
     * the window is used up, as telling it each time would wake its loop for every delivery.
     */
    public void written(int messages, long bytes) {
        writtenBytes += bytes;
        writtenMessages += messages;
        HeadRoom now = room;
        boolean isLittle = writtenMessages - toldMessages < now.windowMessages / 4
            && writtenBytes - toldBytes < now.windowBytes / 4;
        if (isLittle) return;
        toldMessages = writtenMessages;
        toldBytes = writtenBytes;
        queue.submit(() -> queue.queue().written(consumer));
    }

    /** On the queue's home loop. */
    void limit(HeadRoom memory) {
        room = memory;
    }

    long writtenMessages() {
        return writtenMessages;
    }

    long writtenBytes() {
        return writtenBytes;
    }

    /** Makes the consumer count against its channel's limit too, with what it holds already. */
    public void share(ChannelPrefetch limit) {
        queue.submit(() -> consumer.share(limit));
    }

    /** How much it may hold from now on; 0 for no limit. */
    public void prefetch(int messages) {
        queue.submit(() -> {
            consumer.prefetch(messages);
            queue.queue().hasRoomAgain(consumer);
        });
    }

    /** Ends the consumer; what it holds stays unacked. The answer comes after its last delivery. */
    public void cancel(Answer<Void> answer) {
        queue.submit(() -> {
            cancelNow();
            answer.completed(null);
        });
    }

    /** On the queue's home loop. */
    void cancelNow() {
        queue.queue().cancel(consumer);
    }

    /** @return false when it stands in line already */
    boolean startWaiting() {
        return !waiting.getAndSet(true);
    }

    /** @return whether it stood in line */
    boolean stopWaiting() {
        return waiting.getAndSet(false);
    }

    /** The channel's shared limit has room again. */
    void retry() {
        queue.submit(() -> queue.queue().hasRoomAgain(consumer));
    }
}
