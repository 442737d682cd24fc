package io.leveret.engine.queue;

import java.util.Optional;

/** Hands a queue's ready messages to whoever wants them: consumers in their turn, or somebody who asks. Lives on the queue's home loop. */
final class Handout {

    private final ReadyMessages ready;
    private final Consumers consumers;
    private final HeldMessages held;
    private final Departures departures;
    private final Expiry expiry;
    private final QueueStats stats;
    private final TurnClock clock;

    Handout(ReadyMessages ready, Consumers consumers, HeldMessages held, Departures departures, Expiry expiry, QueueStats stats,
            TurnClock clock) {
        this.ready = ready;
        this.consumers = consumers;
        this.held = held;
        this.departures = departures;
        this.expiry = expiry;
        this.stats = stats;
        this.clock = clock;
    }

    /** @return whether a message that has just come went to a consumer without having been ready; if not, it is still nowhere */
    boolean pass(QueuedMessage arrived) {
        Consumer taker = ready.canBePassedBy() ? consumers.nextWithRoom() : null;
        if (taker == null) return false;
        give(arrived, taker);
        return true;
    }

    /** As many as consumers take. */
    void deliver() {
        deliver(expiry.isPossible() ? clock.now() : 0);
    }

    /** As {@link #deliver}; what has just come and has no time to live still goes to whoever can take it now. */
    void deliverArrived() {
        deliver(expiry.isPossible() ? clock.now() - 1 : 0);
    }

    private void deliver(long expiredBy) {
        while (ready.isLoaded()) {
            if (expiry.isPossible() && !expiry.expireHeads(expiredBy)) return;
            Consumer next = ready.isLoaded() ? ready.nextTaker(consumers) : null;
            if (next == null) return;
            give(ready.pollFor(next), next);
        }
    }

    private void give(QueuedMessage message, Consumer taker) {
        if (taker.isNoAck()) departures.forget(message);
        else held.hold(message, taker, clock.now());
        stats.delivered(message, taker.isNoAck());
        consumers.deliver(taker, message);
    }

    /** To somebody who is no consumer. */
    Optional<Got> get(boolean noAck, Getter getter) {
        QueuedMessage message = consumers.arePaused() && !getter.ignoresPause() ? null : ready.pollFirst();
        if (message == null) {
            stats.gotNothing();
            return Optional.empty();
        }
        stats.got(message, noAck);
        if (noAck) departures.forget(message);
        return Optional.of(new Got(message, ready.size(), noAck ? null : held.hold(message, getter, clock.now())));
    }

    void hasRoomAgain(Consumer consumer) {
        consumers.lineUp(consumer);
        ready.hasRoomAgain(consumer);
    }
}
