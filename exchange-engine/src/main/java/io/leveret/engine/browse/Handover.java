package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Offer;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some messages go from one queue to others. They are taken out, offered, and leave for good when all their queues have taken
 * them; else they are put back. In the journal their leaving and their coming are one transaction, of which the source's part
 * is the last: a crash leaves each in one place. Once begun it comes to its end, whoever waits for that; a queue that fails has
 * taken nothing, and nothing stays taken out.
 */
final class Handover {

    private static final Logger log = LoggerFactory.getLogger(Handover.class);

    /**
     * What became of a message.
     *
     * @param offer what the queue said that did not take it, else TAKEN; null when it was gone before
     * @param queue that did not take it, or null
     */
    record Outcome(Offer offer, QueueRef queue) {
        static final Outcome GONE = new Outcome(null, null);
        static final Outcome DONE = new Outcome(Offer.TAKEN, null);
    }

    private final QueueRef source;
    private final boolean keepsSource;
    private final List<Sending> sendings;
    private final Map<Sending, Outcome> outcomes = new IdentityHashMap<>();
    private final Map<Long, QueuedMessage> taken = new HashMap<>();
    private final CompletableFuture<Map<Sending, Outcome>> end = new CompletableFuture<>();

    /** @param keepsSource whether copies go, and the messages stay */
    Handover(QueueRef source, boolean keepsSource, List<Sending> sendings) {
        this.source = source;
        this.keepsSource = keepsSource;
        this.sendings = sendings;
    }

    /** Answers with what became of each, on whatever loop. */
    CompletableFuture<Map<Sending, Outcome>> start() {
        if (keepsSource) offer(sendings, null);
        else source.contents().take(sendings.stream().map(Sending::seen).toList(), answer(this::taken, this::fail));
        return end;
    }

    private void taken(List<QueuedMessage> messages) {
        for (QueuedMessage message : messages) taken.put(message.position(), message);
        try {
            List<Sending> going = new ArrayList<>(messages.size());
            for (Sending each : sendings) {
                if (taken.containsKey(each.seen().position())) going.add(each);
                else forget(each, Outcome.GONE);
            }
            if (going.isEmpty()) end.complete(outcomes);
            else offer(going, source.isDurable() ? source.contents().begin() : null);
        } catch (RuntimeException bug) {
            log.error("messages go back to {}", source, bug);
            settle(List.of(), messages, null, () -> end.completeExceptionally(bug));
        }
    }

    private void offer(List<Sending> going, StoreTransaction transaction) {
        Map<QueueRef, List<Sending>> byQueue = new LinkedHashMap<>();
        for (Sending each : going) {
            for (QueueRef queue : each.queues()) byQueue.computeIfAbsent(queue, first -> new ArrayList<>()).add(each);
        }
        int parts = (int) byQueue.keySet().stream().filter(QueueRef::isDurable).count();
        StoreTransaction whole = parts == 0 ? null : transaction;
        if (whole != null) whole.expect(1 + parts);
        Map<QueueRef, List<Offer>> said = new IdentityHashMap<>();
        AtomicInteger missing = new AtomicInteger(byQueue.size());
        byQueue.forEach((queue, theirs) -> {
            List<Message> messages = theirs.stream().map(Sending::message).toList();
            Consumer<List<Offer>> answered = offers -> {
                synchronized (said) {
                    said.put(queue, offers);
                }
                if (missing.decrementAndGet() == 0) offered(byQueue, said, whole);
            };
            queue.contents().offer(messages, queue.isDurable() ? whole : null,
                answer(answered, bug -> answered.accept(Collections.nCopies(messages.size(), Offer.FAILED))));
        });
    }

    private void offered(Map<QueueRef, List<Sending>> byQueue, Map<QueueRef, List<Offer>> said, StoreTransaction transaction) {
        byQueue.forEach((queue, theirs) -> {
            for (int i = 0; i < theirs.size(); i++) {
                Offer offer = said.get(queue).get(i);
                if (offer == Offer.TAKEN) outcomes.putIfAbsent(theirs.get(i), Outcome.DONE);
                else forget(theirs.get(i), new Outcome(offer, queue));
            }
        });
        if (keepsSource) {
            end.complete(outcomes);
            return;
        }
        List<QueuedMessage> gone = new ArrayList<>();
        List<QueuedMessage> back = new ArrayList<>();
        outcomes.forEach((sending, outcome) -> {
            QueuedMessage message = taken.get(sending.seen().position());
            if (message != null) (outcome == Outcome.DONE ? gone : back).add(message);
        });
        settle(gone, back, transaction, () -> end.complete(outcomes));
    }

    private void settle(List<QueuedMessage> gone, List<QueuedMessage> back, StoreTransaction transaction, Runnable next) {
        source.contents().settle(gone, back, transaction, answer(nothing -> next.run(), this::fail));
    }

    /** What did not come to its queues after all, exchanges shall not take for a duplicate next time. */
    private void forget(Sending sending, Outcome outcome) {
        outcomes.put(sending, outcome);
        sending.keys().forget();
    }

    private void fail(AmqpException error) {
        end.completeExceptionally(error);
    }

    private static <T> Answer<T> answer(Consumer<T> completed, Consumer<AmqpException> failed) {
        return new Answer<>() {
            @Override
            public void completed(T value) {
                completed.accept(value);
            }

            @Override
            public void failed(AmqpException error) {
                failed.accept(error);
            }
        };
    }
}
