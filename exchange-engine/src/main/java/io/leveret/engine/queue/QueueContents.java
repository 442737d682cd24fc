package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.StoreTransaction;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The messages of a queue for those who are none of its clients. Callable from any thread; what is asked is done in a turn of
 * the queue's loop, and is as little as the caller wants it to be: so callers go on in small steps, and keep nothing in between
 * but what they have seen. Fails with 404 when the queue is gone.
 */
public final class QueueContents {

    private final QueueRef queue;

    QueueContents(QueueRef queue) {
        this.queue = queue;
    }

    /** Answers with a position behind all that have come so far. */
    public void end(Answer<Long> answer) {
        queue.ask(answer, () -> alive().nextPosition());
    }

    /** Passes messages by without reading them. */
    public void skip(Place after, int most, Answer<Slice> answer) {
        queue.ask(answer, () -> alive().contents().skip(after, most));
    }

    /**
     * Answers with the next ready messages, in the order in which they will be delivered, without those that the disk has
     * damaged.
     *
     * @param before    a position; what came later is left out
     * @param mostBytes of bodies; a single message may be larger
     */
    public void look(Place after, long before, int most, long mostBytes, Answer<Slice> answer) {
        ask(answer, () -> alive().contents().look(after, before, most, mostBytes, answer));
    }

    /** Answers with one message, or none when it is not ready any more. */
    public void find(long position, Answer<Slice> answer) {
        ask(answer, () -> alive().contents().find(position, answer));
    }

    /**
     * Answers with some of what clients hold, the oldest deliveries first. Walks by those before the offset in one turn.
     */
    public void held(long offset, int most, Answer<List<HeldMessage>> answer) {
        ask(answer, () -> alive().contents().held(offset, most, answer));
    }

    /** How many wait for their time. */
    public long delayedCount() {
        return queue.stats().level(QueueLevel.DELAYED);
    }

    /**
     * Answers with messages that wait for their time, behind the one that is due then and stands there, the earliest first; with
     * fewer if they are large, at least one if there is one. What the disk has damaged is left out.
     */
    public void delayed(long position, long dueAt, int most, long mostBytes, Answer<List<DelayedMessage>> answer) {
        ask(answer, () -> alive().contents().delayed(position, dueAt, most, mostBytes, answer));
    }

    /** Has a message go that waits for its time; answers with whether it still waited. */
    public void cancel(DelayedMessage delayed, Answer<Boolean> answer) {
        queue.ask(answer, () -> alive().contents().cancel(delayed));
    }

    /** Takes out those that are still ready. They must be {@linkplain #settle settled} at once, and the queue must know of it. */
    public void take(List<Browsed> seen, Answer<List<QueuedMessage>> answer) {
        queue.ask(answer, () -> queue.queue().contents().take(seen));
    }

    /** Answers with the positions of those that were still ready, and are gone. */
    public void remove(List<Browsed> seen, Answer<List<Long>> answer) {
        queue.ask(answer, () -> alive().contents().remove(seen));
    }

    /**
     * Has those that are still ready die, as if a consumer had rejected them. Answers with the positions of those that were still there,
     * and whether they are gone: what would reach no queue stays. Fails with 406 when the queue has no dead-letter exchange.
     */
    public void deadLetter(List<Browsed> seen, Answer<Map<Long, Boolean>> answer) {
        queue.ask(answer, () -> alive().contents().deadLetter(seen));
    }

    /**
     * What was taken out leaves for good, or goes back to its place.
     *
     * @param transaction of which its leaving is a part, or null
     */
    public void settle(List<QueuedMessage> gone, List<QueuedMessage> back, StoreTransaction transaction, Answer<Void> answer) {
        post(answer, () -> {
            queue.queue().contents().settle(gone, back, transaction);
            return null;
        });
    }

    /**
     * Gives the queue messages; what it takes comes as if it was published.
     *
     * @param transaction of which their coming is a part, or null
     */
    public void offer(List<Message> messages, StoreTransaction transaction, Answer<List<Offer>> answer) {
        post(answer, () -> queue.queue().contents().offer(messages, transaction));
    }

    /** Begins a transaction for what leaves here and comes to other queues. */
    public StoreTransaction begin() {
        return queue.queue().storage().disk().begin();
    }

    /** Whether nobody should bring more messages for now: memory or the disk are behind. */
    public boolean isStorageBusy() {
        return queue.queue().storage().disk().isBusy() || queue.queue().storage().memory().isOverflowing();
    }

    /** Never within the turn of another queue. */
    private <T> void post(Answer<T> answer, Supplier<T> question) {
        queue.post(() -> queue.ask(answer, question));
    }

    private Queue alive() {
        if (queue.queue().isDeleted()) throw queue.notFound();
        return queue.queue();
    }

    /** For what may be answered later. */
    private <T> void ask(Answer<T> answer, Runnable question) {
        queue.submit(() -> {
            try {
                question.run();
            } catch (AmqpException gone) {
                answer.failed(gone);
            }
        });
    }
}
