package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.settings.QueueSettings;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The consumers of a queue: of the highest priority that has room, each in its turn. Only those with room stand in
 * line, so that choosing the next costs the same however many there are. With a single active consumer the others
 * wait until it goes.
 */
final class Consumers {

    private static final Comparator<Consumer> BY_ARRIVAL = Comparator.comparingLong(Consumer::arrival);
    private static final Comparator<Consumer> BY_PRIORITY =
        Comparator.comparingInt(Consumer::priority).reversed().thenComparing(BY_ARRIVAL);

    private final QueueRef queue;
    private final boolean singleActive;
    private final boolean byPriority;
    private final boolean mayBeExclusive;
    private Set<Consumer> all = Set.of(); // until there is one
    private final ConsumerLine line = new ConsumerLine();

    /** Those that the turn has something for, linked through themselves. */
    private Consumer firstToFlush;
    private Consumer lastToFlush;
    private long arrivals;
    private long mostHeld = Long.MAX_VALUE;
    private HeadRoom room = HeadRoom.PLENTY;
    private boolean paused;

    /** Of a single active consumer's queue: all consumers, the one that should be active first. Null for any other queue. */
    private final NavigableSet<Consumer> candidates;
    private Consumer active;

    /** Takes over once the active consumer, which gets nothing more, holds nothing any more. */
    private Consumer successor;

    Consumers(QueueRef queue, QueueSettings settings) {
        this.queue = queue;
        this.singleActive = settings.hasSingleActiveConsumer();
        this.byPriority = settings.activatesByPriority();
        this.mayBeExclusive = settings.heedsExclusiveConsumers();
        this.candidates = singleActive ? new TreeSet<>(byPriority ? BY_PRIORITY : BY_ARRIVAL) : null;
    }

    /** @throws AmqpException 403 when an exclusive consumer is here, or the new one wants to be and may not */
    void add(Consumer consumer) {
        if (mayBeExclusive) requireItsWish(consumer);
        if (all.isEmpty()) all = new LinkedHashSet<>();
        all.add(consumer);
        consumer.arrived(++arrivals);
        if (mostHeld < Long.MAX_VALUE || room != HeadRoom.PLENTY) consumer.limit(mostHeld, room);
        if (singleActive) {
            candidates.add(consumer);
            activate();
        }
        lineUp(consumer);
    }

    /**
     * How much each may have of what takes up memory.
     *
     * @param mostHeldNow messages that it has not acknowledged
     * @param memory      for what is on its way to its socket
     * @return whether that is not the same as before
     */
    boolean limit(long mostHeldNow, HeadRoom memory) {
        if (mostHeldNow == mostHeld && memory == room) return false;
        mostHeld = mostHeldNow;
        room = memory;
        for (Consumer consumer : all) consumer.limit(mostHeld, room);
        return true;
    }

    private void requireItsWish(Consumer consumer) {
        boolean inExclusiveUse = all.size() == 1 && all.iterator().next().isExclusive();
        boolean wantsTooMuch = consumer.isExclusive() && (singleActive || !all.isEmpty());
        if (!inExclusiveUse && !wantsTooMuch) return;
        throw new AmqpException(ReplyCode.ACCESS_REFUSED, queue.description() + " in exclusive use");
    }

    boolean remove(Consumer consumer) {
        if (!all.remove(consumer)) return false;
        line.remove(consumer);
        consumer.ended();
        if (singleActive) deactivate(consumer);
        return true;
    }

    /** Whether messages are for the active consumer only, and for no get: so in quorum queues. */
    boolean haveItAlone() {
        return singleActive && byPriority;
    }

    boolean contains(Consumer consumer) {
        return all.contains(consumer);
    }

    /** Puts the consumer in line if it can take something and does not stand there yet. */
    void lineUp(Consumer consumer) {
        if (consumer.isInLine() || !consumer.hasRoom() || !serves(consumer)) return;
        line.add(consumer);
    }

    /** Whether the consumer gets messages: it has not ended, and is no other than the active one if there is just one. */
    boolean serves(Consumer consumer) {
        return all.contains(consumer) && (!singleActive || isActive(consumer));
    }

    /**
     * Takes a place of the channel's shared limit for the consumer it returns, so a message must be there to fill it.
     *
     * @return the consumer whose turn it is, or null when none has room
     */
    Consumer nextWithRoom() {
        if (paused) return null;
        for (Consumer next = line.first(); next != null; next = line.first()) {
            if (next.hasRoom() && next.mayTakeOne()) return next;
            line.remove(next);
        }
        return null;
    }

    /** Nobody gets anything while they are paused; they keep their places. */
    void pause(boolean wanted) {
        paused = wanted;
    }

    boolean arePaused() {
        return paused;
    }

    /** Hands the message to the consumer, whose turn that was. */
    void deliver(Consumer next, QueuedMessage message) {
        next.deliver(message);
        line.rotate(next);
        if (!next.flushing) toFlush(next);
    }

    private void toFlush(Consumer served) {
        served.flushing = true;
        if (lastToFlush == null) firstToFlush = served;
        else lastToFlush.nextToFlush = served;
        lastToFlush = served;
    }

    /** However many messages the turn had, each consumer's channel hears of it once. */
    void flush() {
        while (firstToFlush != null) {
            Consumer consumer = firstToFlush;
            firstToFlush = consumer.nextToFlush;
            if (firstToFlush == null) lastToFlush = null;
            consumer.nextToFlush = null;
            consumer.flushing = false;
            consumer.flush();
        }
    }

    /** Tells all consumers that their queue is gone. */
    void cancelAll() {
        flush();
        all.forEach(Consumer::cancelled);
        all.forEach(line::remove);
        all.forEach(Consumer::ended);
        all = Set.of();
        if (singleActive) candidates.clear();
        active = null;
        successor = null;
    }

    /** The single active consumer, where there is to be just one. */
    Optional<Consumer> active() {
        return Optional.ofNullable(active);
    }

    int size() {
        return all.size();
    }

    /** The one that has the queue for itself. */
    Optional<Consumer> exclusive() {
        return all.stream().filter(Consumer::isExclusive).findAny();
    }

    void forEach(java.util.function.Consumer<Consumer> visitor) {
        all.forEach(visitor);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Chooses the active consumer: whoever came first, or where priorities count the highest. */
    private void activate() {
        if (candidates.isEmpty()) return;
        Consumer chosen = candidates.first();
        if (active == null) {
            active = chosen;
            successor = null;
        } else if (byPriority && chosen.priority() > active.priority()) {
            successor = chosen;
            line.remove(active);
            if (active.holdsNothing()) takeOver();
        }
        lineUp(active);
    }

    private void deactivate(Consumer gone) {
        candidates.remove(gone);
        if (active == gone) active = null;
        if (successor == gone) successor = null;
        activate();
    }

    private boolean isActive(Consumer consumer) {
        if (successor != null && active.holdsNothing()) takeOver();
        return consumer == active && successor == null;
    }

    private void takeOver() {
        active = successor;
        successor = null;
        lineUp(active);
    }
}
