package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.DelayedMessages.Delayed;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue for those who are none of its clients: they look at what is ready wherever it stands, take it out and put it back,
 * and give it what others had. Nothing of that is a delivery. Lives on the home loop.
 */
final class Contents {

    private static final Logger logger = LoggerFactory.getLogger(Contents.class);

    private final Queue queue;
    private final QueueLog log;
    private final ReadyMessages ready;
    private final Paging paging;
    private final Departures departures;
    private final Returns returns;
    private final Surplus surplus;
    private final HeldMessages held;

    /** What was taken out and is still this queue's, by position. */
    private final Map<Long, QueuedMessage> picked = new HashMap<>();

    Contents(Queue queue, QueueLog log, ReadyMessages ready, Paging paging, Departures departures, Returns returns,
             Surplus surplus, HeldMessages held) {
        this.queue = queue;
        this.log = log;
        this.ready = ready;
        this.paging = paging;
        this.departures = departures;
        this.returns = returns;
        this.surplus = surplus;
        this.held = held;
    }

    // ---- looking

    /** So many messages are passed by, without being read. */
    Slice skip(Place after, int most) {
        Listing listing = Listing.after(after, Long.MAX_VALUE, most);
        ready.list(listing);
        return slice(after, List.of(), listing.entries(), listing.entries().size(), listing.isFull());
    }

    /**
     * Answers with the next messages, fewer if they are large, at least one if there is one. What is not in the heap is read,
     * and goes no further than the answer.
     */
    void look(Place after, long before, int most, long mostBytes, Answer<Slice> answer) {
        Listing listing = Listing.after(after, before, most);
        ready.list(listing);
        show(after, listing, mostBytes, answer);
    }

    /** Answers with the message at that position if it is ready. */
    void find(long position, Answer<Slice> answer) {
        Listing listing = Listing.at(position);
        ready.list(listing);
        show(Place.START, listing, 0, answer);
    }

    private void show(Place after, Listing listing, long mostBytes, Answer<Slice> answer) {
        List<Listing.Entry> entries = within(mostBytes, listing.entries());
        long[] cold = entries.stream().filter(entry -> entry.message() == null).mapToLong(Listing.Entry::position).toArray();
        boolean goesOn = listing.isFull() || entries.size() < listing.entries().size();
        List<Browsed> seen = new ArrayList<>(entries.size());
        for (Listing.Entry entry : entries) {
            seen.add(entry.message() == null ? null : browsed(entry.place(), entry.message()));
        }
        if (cold.length == 0) {
            answer.completed(slice(after, seen, entries, entries.size(), goesOn));
            return;
        }
        log.read(cold, mostBytes, read -> {
            queue.stats().read(read.size());
            answer.completed(withRead(after, entries, seen, read, goesOn));
        });
    }

    private Browsed browsed(Place place, QueuedMessage message) {
        return Browsed.of(place, message, queue.stats().arrivedAt(place.position()));
    }

    private Browsed browsed(Place place, ReadBack read, boolean redelivered) {
        return Browsed.of(place, read, redelivered, queue.stats().arrivedAt(place.position()));
    }

    /** As many as there is room for, as far as that is known. */
    private static List<Listing.Entry> within(long mostBytes, List<Listing.Entry> entries) {
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).message() != null) bytes += entries.get(i).message().size();
            if (i > 0 && bytes > mostBytes) return entries.subList(0, i);
        }
        return entries;
    }

    private Slice withRead(Place after, List<Listing.Entry> entries, List<Browsed> seen, List<ReadBack> read, boolean goesOn) {
        List<Browsed> shown = new ArrayList<>(seen.size());
        int next = 0;
        for (int i = 0; i < seen.size(); i++) {
            Browsed each = seen.get(i);
            if (each == null) {
                if (next == read.size()) return slice(after, shown, entries, i, true);
                Listing.Entry entry = entries.get(i);
                each = browsed(entry.place(), read.get(next++), entry.returned() || paging.wasHandedOutBefore(entry.position()));
            }
            if (each.message() != null) shown.add(each);
        }
        return slice(after, shown, entries, entries.size(), goesOn);
    }

    private static Slice slice(Place after, List<Browsed> shown, List<Listing.Entry> entries, int passed, boolean goesOn) {
        return new Slice(shown, passed == 0 ? after : entries.get(passed - 1).place(), passed, !goesOn);
    }

    /** Answers with some of what is held, the oldest deliveries first. */
    void held(long offset, int most, Answer<List<HeldMessage>> answer) {
        new HeldSurvey(answer).start(held, log, offset, most);
    }

    // ---- what waits for its time

    /** Answers with those that are due after that one, the earliest first; fewer if they are large. */
    void delayed(long position, long dueAt, int most, long mostBytes, Answer<List<DelayedMessage>> answer) {
        List<Delayed> waiting = returns.delays().after(position, dueAt, most);
        long[] cold = waiting.stream().filter(each -> each.message == null).mapToLong(Delayed::position).toArray();
        Map<Long, Browsed> seen = new HashMap<>();
        for (Delayed each : waiting) {
            if (each.message != null) seen.put(each.position(), browsed(new Place(0, each.position()), each.message));
        }
        if (cold.length == 0) {
            answer.completed(delayed(waiting, seen));
            return;
        }
        log.read(cold, mostBytes, read -> {
            for (ReadBack each : read) seen.put(each.position(), browsed(new Place(0, each.position()), each, false));
            answer.completed(delayed(waiting, seen));
        });
    }

    /** Up to the first that was not read. */
    private static List<DelayedMessage> delayed(List<Delayed> waiting, Map<Long, Browsed> seen) {
        List<DelayedMessage> shown = new ArrayList<>(waiting.size());
        for (Delayed each : waiting) {
            Browsed message = seen.get(each.position());
            if (message == null) break;
            if (message.message() != null) shown.add(new DelayedMessage(message, each.dueAt(), each.isAgain()));
        }
        return shown;
    }

    /** @return whether it still waited, and is gone now */
    boolean cancel(DelayedMessage delayed) {
        Delayed waiting = returns.delays().take(delayed.message().position(), delayed.dueAt());
        if (waiting == null) return false;
        QueuedMessage message = waiting.message != null ? waiting.message : broughtBack(delayed.message());
        if (waiting.isAgain()) ready.delayIsOver(message);
        departures.forget(message);
        return true;
    }

    // ---- taking

    Collection<QueuedMessage> picked() {
        return picked.values();
    }

    /**
     * Takes out those that are still ready, until {@link #settle}. Neither is their place forgotten nor are they anybody's.
     *
     * @return which these are
     */
    List<QueuedMessage> take(List<Browsed> seen) {
        if (queue.isDeleted()) return List.of();
        Picking picking = new Picking(seen, this::broughtBack);
        ready.takeOut(picking);
        for (QueuedMessage message : picking.taken()) picked.put(message.position(), message);
        return picking.taken();
    }

    private QueuedMessage broughtBack(Browsed seen) {
        QueuedMessage message = paging.enter(seen.readBack());
        if (seen.redelivered()) message.markRedelivered();
        return message;
    }

    /** @return the positions of those that were still there, and are gone now */
    List<Long> remove(List<Browsed> seen) {
        List<QueuedMessage> taken = take(seen);
        settle(taken, List.of(), null);
        return taken.stream().map(QueuedMessage::position).toList();
    }

    /** @return the positions of those that were still there, and whether they have gone to other queues */
    Map<Long, Boolean> deadLetter(List<Browsed> seen) {
        if (!departures.haveDeadLetters()) throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "the queue has no dead-letter exchange");
        Map<Long, Boolean> left = new HashMap<>();
        List<QueuedMessage> taken = take(seen);
        try {
            for (QueuedMessage message : taken) {
                boolean isGone = departures.deadLetter(message);
                if (isGone) picked.remove(message.position());
                left.put(message.position(), isGone);
            }
        } finally { // or what routing fails on would be nobody's, and all behind it
            for (QueuedMessage message : taken) {
                if (picked.remove(message.position(), message)) returns.putBack(message);
            }
            queue.resume();
        }
        return left;
    }

    /**
     * What was taken out leaves for good, or goes back to its place.
     *
     * @param transaction that it leaves with, or null
     */
    void settle(List<QueuedMessage> gone, List<QueuedMessage> back, StoreTransaction transaction) {
        List<QueuedMessage> leaving = gone.stream().filter(message -> picked.remove(message.position(), message)).toList();
        try {
            if (transaction != null) departures.removeFromLog(leaving, transaction);
        } finally { // or what the log fails on would be nobody's
            leaving.forEach(departures::forget);
            for (QueuedMessage message : back) {
                if (picked.remove(message.position(), message)) returns.putBack(message);
            }
            queue.resume();
        }
    }

    /** The queue is gone, and what was taken out with it. */
    void end() {
        picked.values().forEach(paging::leave);
        picked.clear();
    }

    // ---- giving

    /** @param transaction that the messages come with, or null */
    List<Offer> offer(List<Message> messages, StoreTransaction transaction) {
        List<Offer> said = new ArrayList<>(messages.size());
        if (transaction != null) queue.enter(transaction);
        try {
            for (Message message : messages) said.add(offer(message));
        } finally {
            if (transaction != null) queue.leave(transaction, Confirmations.NONE);
        }
        return said;
    }

    private Offer offer(Message message) {
        if (queue.isDeleted()) return Offer.GONE;
        if (queue.refusesAsDuplicate(message)) return Offer.DUPLICATE;
        if (surplus.isFullFor(message)) return Offer.FULL;
        try {
            queue.publish(message, Confirmations.NONE, 0);
            return Offer.TAKEN;
        } catch (AmqpException error) {
            return Offer.FAILED;
        } catch (RuntimeException bug) {
            logger.error("{} failed on {}", queue, message, bug);
            return Offer.FAILED;
        }
    }
}
