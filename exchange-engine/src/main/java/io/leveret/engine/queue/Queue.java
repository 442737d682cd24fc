package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import java.util.List;
import java.util.Optional;

/** A queue. Every method runs on its home loop, one at a time; other threads hold a {@link QueueRef}. */
final class Queue {

    private final QueueRef ref;
    private final Loop home;
    private final QueueLog log;
    private final QueueOwner owner;
    private final boolean mayDelay;
    private final ReadyMessages ready;
    private final UnackedMessages unacked = new UnackedMessages();
    private final Duplicates duplicates;
    private final Consumers consumers;
    private final DeadLettering deadLettering;
    private final Paging paging;
    private final Delays delays;
    private final Disuse disuse;
    private final AckTimeout ackTimeout;
    private final Expiry expiry;
    private final Surplus surplus;
    private final TurnConfirms confirms;
    private final Declaration declaration;
    private final QueueStats stats;

    private QueueSettings settings;
    private TimeToLive timeToLive;
    private Redelivery redelivery;
    private long nextPosition;
    private long turnMillis;
    private boolean hadConsumer;
    private boolean deleted;

    /** Set by whoever deletes the queue, before that is posted. */
    private Runnable whenGone = () -> { };

    /**
     * A queue that has yet to be told its settings, with {@link #apply}, before anything else.
     *
     * @param log where a durable queue writes its persistent messages
     */
    Queue(QueueRef ref, Loop home, QueueSettings settings, QueueLog log, QueueOwner owner) {
        this.ref = ref;
        this.home = home;
        this.log = log;
        this.owner = owner;
        this.mayDelay = owner.delays();
        this.confirms = new TurnConfirms(log);
        this.declaration = new Declaration(log, confirms);
        this.ready = ReadyMessages.of(settings);
        this.duplicates = settings.deduplicates() ? Duplicates.refused() : Duplicates.ALLOWED;
        this.consumers = new Consumers(ref.description(), settings);
        this.deadLettering = new DeadLettering(ref, owner, home, log);
        this.disuse = new Disuse(home, ref::submit, consumers::isEmpty, this::end);
        this.ackTimeout = new AckTimeout(home, unacked, () -> ref.submit(this::takeBackLate));
        this.expiry = new Expiry(home, () -> ref.submit(this::resume), ready, deadLettering,
            message -> discard(message, DeathReason.EXPIRED));
        this.surplus = new Surplus(ref, ready, deadLettering, message -> discard(message, DeathReason.MAX_LENGTH));
        this.paging = new Paging(ref, log, owner.storage().memory(), home, settings.keepsTransientMessages());
        this.delays = new Delays(home, ref::submit, this::delayIsOver);
        this.nextPosition = log.recovered().nextPosition();
        this.stats = new QueueStats(owner.scope(), nextPosition);
        paging.recover(log.recovered(), ready, delays);
        stats.recovered(ready.size(), ready.bytes());
    }

    /** Follows new settings, for the messages that are here too. */
    void apply(QueueSettings now) {
        settings = now;
        timeToLive = TimeToLive.of(settings);
        redelivery = new Redelivery(settings);
        deadLettering.configure(settings);
        disuse.configure(settings);
        ackTimeout.configure(settings);
        delays.start();
        surplus.configure(settings);
    }

    /** To be called once the queue can be posted to. */
    void watchMemory() {
        paging.watchMemory();
    }

    /** Whether it held messages before the broker was started whose keys it has to know before anything else. */
    boolean hasKeysToLearn() {
        return duplicates.areRefused() && !ready.isEmpty();
    }

    /** @param done run on the home loop when the keys are known */
    void learnKeys(Runnable done) {
        new KeyLearner(log, duplicates, done).start();
    }

    /** A queue that is gone takes the message and confirms it, as RabbitMQ does: the deletion won the race. */
    void publish(Message message, Confirmations publisher, long sequence) {
        if (deleted) {
            confirms.taken(publisher, sequence);
        } else if (duplicates.areRefused() && duplicates.isHere(message, now())) {
            confirms.taken(publisher, sequence); // for the publisher it is in the queue, which is what it wanted
        } else if (surplus.rejects(message)) {
            confirms.refused(publisher, sequence);
            surplus.reject(message);
        } else {
            enqueue(message, publisher, sequence);
        }
    }

    /** What follows is a part of a transaction; also when the queue is gone, as the other parts wait for it. */
    void enter(StoreTransaction transaction) {
        log.enter(transaction);
    }

    /** @param committer told when the transaction is durable as a whole */
    void leave(StoreTransaction transaction, Confirmations committer) {
        declaration.leave(transaction);
        confirms.logged(committer, 0);
    }

    /** The messages are somebody's, and no more in the log once the transaction is complete. */
    void removeFromLog(List<QueuedMessage> messages, StoreTransaction transaction) {
        log.enter(transaction);
        for (QueuedMessage message : messages) {
            if (paging.isStored(message)) log.remove(message.position());
            message.place(QueuedMessage.Place.HEAP_ONLY);
        }
        log.leave(transaction);
    }

    /** A bug has ended the publish. Without an answer yet the message is not here, and the publisher has to know. */
    void publishFailed(Confirmations publisher, long sequence) {
        if (!confirms.haveAnswered(publisher, sequence)) confirms.refused(publisher, sequence);
    }

    /** Does nothing for a message that is no longer unacked: its queue was deleted meanwhile, or took it back. */
    void settle(QueuedMessage message, Settlement settlement) {
        if (!unacked.remove(message)) return;
        Consumer holder = release(message);
        switch (settlement) {
            case ACK -> {
                stats.acked();
                forget(message);
            }
            case DISCARD -> discard(message, DeathReason.REJECTED);
            case RETURN -> comeBack(message, false);
            case FAIL -> comeBack(message, true);
        }
        if (holder != null) hasRoomAgain(holder);
    }

    /** @throws AmqpException 404 when the queue is gone, 403 when it is in exclusive use, 406 for bad arguments */
    ConsumerRef consume(ConsumerRequest request) {
        requireAlive();
        Consumer consumer = new Consumer(request, ref);
        consumers.add(consumer);
        hadConsumer = true;
        ackTimeout.added(consumer);
        return consumer.ref();
    }

    void cancel(Consumer consumer) {
        if (deleted || !consumers.remove(consumer)) return;
        consumers.active().ifPresent(ready::hasRoomAgain); // it may have had to stand back for the one that goes
        consumers.flush();
        disuse.used();
        if (consumers.isEmpty() && hadConsumer && ref.isAutoDelete()) end();
    }

    void written(Consumer consumer, int messages, long bytes) {
        consumer.written(messages, bytes);
        hasRoomAgain(consumer);
    }

    void share(Consumer consumer, ChannelPrefetch sharedLimit) {
        consumer.share(sharedLimit);
    }

    void retry(Consumer consumer) {
        hasRoomAgain(consumer);
    }

    Optional<Got> get(boolean noAck, Getter getter) {
        requireAlive();
        if (consumers.haveItAlone()) throw ref.lockedForGet();
        disuse.used();
        QueuedMessage message = ready.pollFirst();
        if (message == null) {
            stats.gotNothing();
            return Optional.empty();
        }
        stats.got(message, noAck);
        if (noAck) {
            forget(message);
        } else {
            hold(message, null);
            ackTimeout.got(message, getter);
        }
        return Optional.of(new Got(message, ready.size()));
    }

    /** @return how many ready messages were dropped */
    long purge() {
        requireAlive();
        long purged = ready.size();
        if (purged == 0) return 0;
        ready.clear(paging::leave);
        deadLettering.flush();
        duplicates.clear();
        Kept kept = new Kept(unacked, delays);
        kept.messages().forEach(duplicates::enter);
        stats.purged();
        kept.messages().forEach(message -> stats.entered(message.size(), paging.isPersistent(message)));
        long[] positions = kept.positions(paging);
        paging.forgetAllBut(positions);
        log.removeBefore(nextPosition, positions);
        return purged;
    }

    QueueStatus status() {
        requireAlive();
        disuse.used();
        return new QueueStatus(ready.size(), consumers.size());
    }

    QueueCensus census() {
        requireAlive();
        return QueueCensus.of(ref, consumers, ready.peek(), settings);
    }

    /** Whether nothing is here that will be handed out; what somebody holds does not count. */
    boolean isEmpty() {
        return ready.isEmpty() && delays.isEmpty();
    }

    /** To be called before anybody else knows the queue: confirms and transactions wait for {@link #declarationStored}. */
    void awaitDeclaration() {
        declaration.await();
    }

    void declarationStored() {
        declaration.stored();
    }

    void whenGone(Runnable task) {
        whenGone = task;
    }

    /** Drops everything. What is unacked can no longer be settled; consumers hear that they are cancelled. */
    void delete() {
        if (deleted) return;
        deleted = true;
        deadLettering.flush();
        log.whenTransactionsDurable(whenGone);
        consumers.cancelAll();
        for (QueuedMessage held = unacked.first(); held != null; held = unacked.first()) {
            unacked.remove(held);
            release(held);
            paging.leave(held);
        }
        ready.clear(paging::leave);
        delays.forEach(delayed -> {
            if (delayed.message != null) paging.leave(delayed.message);
        });
        delays.stop();
        disuse.stop();
        ackTimeout.stop();
        expiry.stop();
        declaration.stored();
        confirms.tell(); // asks the log, which is not to be asked after that
        log.delete();
        paging.stop();
    }

    /** Whether so much has expired that a message still alive is not at the head before another turn. */
    boolean isExpiring() {
        return !deleted && expiry.isPossible() && !expiry.expireHeads(now());
    }

    QueueStats stats() {
        return stats;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** Messages that the disk has damaged. */
    long lostMessages() {
        return paging.lost();
    }

    /** Whether the next message has to be read before anybody can have it. */
    boolean isLoading() {
        return !deleted && !ready.isEmpty() && !ready.isLoaded();
    }

    /** Runs the task once it has been read. */
    void whenLoaded(Runnable task) {
        paging.whenLoaded(task);
    }

    /** Messages have come back into the heap. */
    void loaded(List<QueuedMessage> messages) {
        ready.loaded();
        messages.forEach(expiry::note);
        resume();
        surplus.drop();
    }

    /** Goes on where something had to wait: for a busy target of dead letters, or for messages to expire. */
    void resume() {
        if (!deleted && expiry.isPossible()) expiry.expireHeads(now());
    }

    /** Runs the task now, or once the dead letters that wait for a busy target have gone. */
    void whenFlowing(Runnable task) {
        deadLettering.whenFlowing(task);
    }

    /** Whether publishers should pause because this queue's dead letters are not taken fast enough. */
    boolean isStalled() {
        return deadLettering.isStalled();
    }

    /** What the turn gathered goes out: deliveries once per consumer, dead letters once per target, confirms in ranges. */
    void endTurn() {
        if (!deleted) {
            if (!ready.isEmpty()) deliver(expiry.isPossible() ? now() : 0);
            consumers.flush();
            ackTimeout.watch();
            paging.endTurn(ready, delays, unacked);
        }
        deadLettering.flush();
        confirms.tell();
        boolean waits = ready.isLoaded() && !consumers.isEmpty();
        if (stats.isNewsThat(waits)) stats.waits(waits, now());
        stats.tell(nextPosition, ready, unacked, delays, paging, consumers.size());
        turnMillis = 0;
        expiry.endTurn();
    }

    private void enqueue(Message message, Confirmations publisher, long sequence) {
        if (mayDelay && owner.delayOf(message) > 0) {
            enqueueDelayed(message, owner.delayOf(message), publisher, sequence);
            return;
        }
        QueuedMessage queued = arrive(message);
        if (timeToLive.appliesTo(message)) {
            queued.expireAt(timeToLive.expiryOf(message, now()));
            expiry.note(queued);
        }
        if (paging.isStored(queued)) {
            stats.written(1);
            log.append(queued.position(), message, queued.expiresAt());
            confirms.logged(publisher, sequence);
        } else {
            confirms.taken(publisher, sequence);
        }
        duplicates.enter(queued);
        Consumer taker = ready.canBePassedBy() ? consumers.nextWithRoom() : null;
        if (taker != null) {
            handOut(queued, taker);
            return;
        }
        ready.addLast(queued);
        deliver(expiry.isPossible() ? now() - 1 : 0); // without time to live it still goes to whoever can take it now
        surplus.makeRoomFor(queued);
    }

    private QueuedMessage arrive(Message message) {
        stats.arrives(message.exchange(), nextPosition);
        QueuedMessage queued = new QueuedMessage(nextPosition++, message);
        paging.enter(queued);
        stats.entered(queued.size(), paging.isPersistent(queued));
        return queued;
    }

    /** A message that nobody may have yet is not ready; it takes its place in line when its time has come. */
    private void enqueueDelayed(Message message, long delay, Confirmations publisher, long sequence) {
        QueuedMessage queued = arrive(message);
        long dueAt = delay < QueuedMessage.NEVER - now() ? now() + delay : QueuedMessage.NEVER - 1;
        if (paging.isStored(queued)) {
            stats.written(1);
            log.appendDelayed(queued.position(), message, dueAt);
            confirms.logged(publisher, sequence);
        } else {
            confirms.taken(publisher, sequence);
        }
        delays.add(queued, dueAt, false);
    }

    private void deliver(long expiredBy) {
        while (ready.isLoaded()) {
            if (expiry.isPossible() && !expiry.expireHeads(expiredBy)) return;
            Consumer next = ready.isLoaded() ? ready.nextTaker(consumers) : null;
            if (next == null) return;
            handOut(ready.pollFor(next), next);
        }
    }

    private void handOut(QueuedMessage message, Consumer taker) {
        if (taker.isNoAck()) forget(message);
        else hold(message, taker);
        stats.delivered(message, taker.isNoAck());
        consumers.deliver(taker, message);
    }

    private void hold(QueuedMessage message, Consumer holder) {
        paging.handedOut(message);
        unacked.add(message, holder == null ? new Hold(null, now()) : holder.hold(now()));
        duplicates.holdChanged(message);
        ready.handedOut(message, holder);
    }

    /** @return the consumer that held the message and holds it no longer; null when none did */
    private Consumer release(QueuedMessage message) {
        ready.handedBack(message);
        Consumer holder = message.hold.consumer();
        message.hold = null;
        if (holder != null) holder.settled();
        else ackTimeout.released(message);
        return holder;
    }

    private void hasRoomAgain(Consumer consumer) {
        consumers.lineUp(consumer);
        ready.hasRoomAgain(consumer);
    }

    private void comeBack(QueuedMessage message, boolean failed) {
        duplicates.holdChanged(message);
        message.markRedelivered();
        if (redelivery.count(message, failed)) paging.returned(message);
        if (redelivery.isEnough(message)) {
            discard(message, DeathReason.DELIVERY_LIMIT);
            return;
        }
        long delay = redelivery.delayOf(message, failed);
        if (delay > 0) retryLater(message, now() + delay);
        else makeReadyAgain(message);
    }

    /** Also where it has been before a message may find that there are too many now. */
    private void makeReadyAgain(QueuedMessage message) {
        ready.restore(message);
        expiry.note(message);
        surplus.makeRoomFor(message);
    }

    private void retryLater(QueuedMessage message, long dueAt) {
        ready.postponed(message);
        delays.add(message, dueAt, true);
    }

    private void delayIsOver(QueuedMessage message, boolean again) {
        if (!again) {
            ready.addLast(message);
            return;
        }
        ready.delayIsOver(message);
        makeReadyAgain(message);
    }

    /** Whoever held a message too long loses it, and a consumer is ended; others may do better. */
    private void takeBackLate() {
        for (QueuedMessage message : ackTimeout.late()) {
            if (!unacked.remove(message)) continue;
            Getter getter = ackTimeout.released(message);
            Consumer holder = release(message);
            comeBack(message.copy(), false); // whoever holds the old one can settle it no more
            if (getter != null) getter.timedOut(ackTimeout.timeoutOf(null));
            if (holder == null || !consumers.contains(holder)) continue;
            cancel(holder);
            holder.timedOut(ackTimeout.timeoutOf(holder));
        }
    }

    /** The message leaves without having been acknowledged. */
    private void discard(QueuedMessage message, DeathReason reason) {
        boolean leavesWithCopies = deadLettering.send(message, reason, paging.isStored(message));
        stats.died(reason, leavesWithCopies);
        leave(message);
        if (!leavesWithCopies && paging.isStored(message)) log.remove(message.position());
    }

    /** The message has left the queue for good. */
    private void forget(QueuedMessage message) {
        leave(message);
        if (paging.isStored(message)) log.remove(message.position());
    }

    private void leave(QueuedMessage message) {
        duplicates.leave(message);
        stats.left(message.size(), paging.isPersistent(message));
        paging.leave(message);
        paging.forget(message);
    }

    /** There is no reason left for the queue to exist. The name goes first, so that nobody finds what is deleted. */
    private void end() {
        owner.unused(ref);
        delete();
    }

    private void requireAlive() {
        if (deleted) throw ref.notFound();
    }

    /** The time, the same for a whole turn. */
    private long now() {
        if (turnMillis == 0) turnMillis = home.millis();
        return turnMillis;
    }
}
