package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.settings.QueueSettings;

/**
 * Who uses a queue: consumers come and go, or are ended for holding a message too long; and when nobody does so any more, the
 * queue itself may have to go. Lives on the queue's home loop.
 */
final class Usage {

    private final QueueRef ref;
    private final Loop home;
    private final QueueOwner owner;
    private final ReadyMessages ready;
    private final Consumers consumers;
    private final HeldMessages held;
    private final Returns returns;
    private final TurnClock clock;
    private final Runnable deletion;

    /** Null unless the queue is to go when nobody uses it. */
    private Disuse disuse;
    private boolean hadConsumer;
    private boolean ended;

    /** @param deletion of the queue, when there is no reason left for it to exist */
    Usage(QueueRef ref, Loop home, QueueOwner owner, ReadyMessages ready, Consumers consumers, HeldMessages held, Returns returns,
          TurnClock clock, Runnable deletion) {
        this.ref = ref;
        this.home = home;
        this.owner = owner;
        this.ready = ready;
        this.consumers = consumers;
        this.held = held;
        this.returns = returns;
        this.clock = clock;
        this.deletion = deletion;
    }

    void configure(QueueSettings settings) {
        if (disuse == null && settings.expires() != QueueSettings.NONE) {
            disuse = new Disuse(home, ref::submit, consumers::isEmpty, this::goInTurn);
        }
        if (disuse != null) disuse.configure(settings);
    }

    /** By somebody who is no consumer. */
    void note() {
        if (disuse != null) disuse.used();
    }

    /** By somebody who is told that it is there: if it was about to go for want of consumers it stays, until the next has come and gone. */
    void declared() {
        if (consumers.isEmpty()) hadConsumer = false;
    }

    ConsumerRef consume(ConsumerRequest request) {
        Consumer consumer = new Consumer(request, ref);
        consumers.add(consumer);
        hadConsumer = true;
        held.added(consumer);
        return consumer.ref();
    }

    void cancel(Consumer consumer) {
        if (ended || !consumers.remove(consumer)) return;
        consumers.active().ifPresent(ready::hasRoomAgain); // it may have had to stand back for the one that goes
        consumers.flush();
        note();
        if (isLeft()) goInTurn();
    }

    /** It has its turn to go, and somebody may have come back meanwhile. */
    void endIfUnused() {
        if (!ended && (isLeft() || disuse != null && disuse.isOver())) go();
    }

    private boolean isLeft() {
        return consumers.isEmpty() && hadConsumer && ref.isAutoDelete();
    }

    private void goInTurn() {
        if (owner.mayGo(ref)) go();
    }

    /** The name goes first, so that nobody finds what is deleted. */
    private void go() {
        owner.unused(ref);
        deletion.run();
    }

    /** Whoever held a message too long loses it, and a consumer is ended; others may do better. */
    void takeBackLate() {
        for (QueuedMessage message : held.late()) {
            Getter getter = held.getterOf(message);
            Hold over = held.release(message);
            if (over == null) continue;
            Consumer holder = over.consumer();
            returns.comeBack(message.copy(), false, clock.now()); // whoever holds the old one can settle it no more
            if (over.isWritten()) message.leaveHeap();
            if (getter != null) getter.timedOut(held.timeoutOf(null));
            if (holder == null || !consumers.contains(holder)) continue;
            cancel(holder);
            holder.timedOut(held.timeoutOf(holder));
        }
    }

    /** Consumers hear that they are cancelled; what they hold can no longer be settled. */
    void end() {
        ended = true;
        consumers.cancelAll();
        held.end();
        if (disuse != null) disuse.stop();
    }
}
