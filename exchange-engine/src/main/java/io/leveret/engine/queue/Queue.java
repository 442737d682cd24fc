package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.engine.tap.Tap;
import java.util.List;
import java.util.Optional;

/** A queue. Every method runs on its home loop, one at a time; other threads hold a {@link QueueRef}. */
final class Queue {

    private final QueueRef ref;
    private final QueueLog log;
    private final QueueOwner owner;
    private final boolean mayDelay;
    private final Entrance entrance;
    private final ReadyMessages ready;
    private final Duplicates duplicates;
    private final Consumers consumers;
    private final DeadLettering deadLettering;
    private final Paging paging;
    private final Delays delays;
    private final HeldMessages held;
    private final Handout handout;
    private final Departures departures;
    private final Expiry expiry;
    private final Surplus surplus;
    private final Returns returns;
    private final Usage usage;
    private final TurnConfirms confirms;
    private final Declaration declaration;
    private final QueueStats stats;
    private final TurnClock clock;

    private QueueSettings settings;

    /** Null until somebody looks into the queue. */
    private Contents contents;
    private boolean deleted;
    private boolean logEnded;

    /** Set by whoever deletes the queue, before that is posted. */
    private Runnable whenGone = () -> { };

    /**
     * A queue that has yet to be told its settings, with {@link #apply}, before anything else.
     *
     * @param log where a durable queue writes its persistent messages
     */
    Queue(QueueRef ref, Loop home, QueueSettings settings, QueueLog log, QueueOwner owner) {
        this.ref = ref;
        this.log = log;
        this.owner = owner;
        this.mayDelay = owner.delays();
        this.confirms = new TurnConfirms(log);
        this.declaration = new Declaration(log, confirms);
        this.ready = ReadyMessages.of(settings);
        this.duplicates = settings.deduplicates() ? Duplicates.refused() : Duplicates.ALLOWED;
        this.consumers = new Consumers(ref, settings);
        this.deadLettering = new DeadLettering(ref, owner, home, log);
        this.paging = new Paging(ref, log, owner.storage().memory(), home, settings,
            message -> duplicates.with(ready.traitsOf(message), message));
        this.stats = new QueueStats(owner.scope(), settings.type(), home, log.recovered().nextPosition());
        this.clock = new TurnClock(home);
        this.entrance = new Entrance(log, paging, confirms, stats, clock);
        this.departures = new Departures(log, paging, duplicates, deadLettering, stats);
        this.held = new HeldMessages(home, ref, ready, duplicates, paging);
        this.expiry = new Expiry(home, ref, ready, deadLettering, departures);
        this.surplus = new Surplus(ref, ready, deadLettering, departures);
        this.handout = new Handout(ready, consumers, held, departures, expiry, stats, clock);
        this.returns = new Returns(home, ref, ready, duplicates, paging, departures, expiry, surplus);
        this.delays = returns.delays();
        this.usage = new Usage(ref, home, owner, ready, consumers, held, returns, clock, this::delete);
        paging.recover(log.recovered(), ready, delays);
        stats.recovered(ready.size(), ready.bytes());
    }

    /** Follows new settings, for the messages that are here too. */
    void apply(QueueSettings now) {
        settings = now;
        entrance.configure(settings);
        returns.configure(settings);
        deadLettering.configure(settings);
        usage.configure(settings);
        held.configure(settings);
        delays.start();
        surplus.configure(settings);
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
        } else if (refusesAsDuplicate(message)) {
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

    /** A bug has ended the publish. Without an answer yet the message is not here, and the publisher has to know. */
    void publishFailed(Confirmations publisher, long sequence) {
        if (!confirms.haveAnswered(publisher, sequence)) confirms.refused(publisher, sequence);
    }

    /** Does nothing for a message that is no longer unacked: its queue was deleted meanwhile, or took it back. */
    void settle(QueuedMessage message, Settlement settlement) {
        Hold over = held.release(message);
        if (over == null) return;
        switch (settlement) {
            case ACK -> {
                stats.acked();
                departures.forget(message);
            }
            case DISCARD -> departures.discard(message, DeathReason.REJECTED);
            case RETURN -> returns.comeBack(message, false, clock.now());
            case FAIL -> returns.comeBack(message, true, clock.now());
        }
        if (over.consumer() != null) handout.hasRoomAgain(over.consumer());
    }

    /** @throws AmqpException 404 when the queue is gone, 403 when it is in exclusive use, 406 for bad arguments */
    ConsumerRef consume(ConsumerRequest request) {
        requireAlive();
        return usage.consume(request);
    }

    void cancel(Consumer consumer) {
        usage.cancel(consumer);
    }

    /** It has its turn to go, unless somebody uses it again. */
    void endIfUnused() {
        usage.endIfUnused();
    }

    void written(Consumer consumer) {
        consumer.noteWritten();
        hasRoomAgain(consumer);
    }

    void hasRoomAgain(Consumer consumer) {
        handout.hasRoomAgain(consumer);
    }

    Optional<Got> get(boolean noAck, Getter getter) {
        requireAlive();
        if (consumers.haveItAlone()) throw ref.lockedForGet();
        usage.note();
        if (!noAck && paging.isTooMuchHeld()) throw ref.tooMuchHeld();
        return handout.get(noAck, getter);
    }

    /** Hands out nothing while it is paused. */
    void pause(boolean wanted) {
        consumers.pause(wanted);
    }

    /** @return how many ready messages were dropped */
    long purge() {
        requireAlive();
        long purged = ready.size();
        if (purged == 0) return 0;
        ready.clear(paging::leave);
        deadLettering.flush();
        duplicates.clear();
        Kept kept = new Kept(held.unacked(), delays, departures.dying(), contents == null ? List.of() : contents.picked());
        kept.messages().forEach(duplicates::enter);
        stats.purged();
        kept.messages().forEach(message -> stats.entered(message.size(), paging.isPersistent(message)));
        log.removeBefore(entrance.nextPosition(), kept.positions(paging));
        return purged;
    }

    QueueStatus declared() {
        requireAlive();
        usage.declared();
        return status();
    }

    QueueStatus status() {
        requireAlive();
        usage.note();
        return new QueueStatus(ready.size(), consumers.size());
    }

    QueueCensus census() {
        requireAlive();
        return QueueCensus.of(ref, consumers, ready.peek(), settings);
    }

    QueueStorage storage() {
        return owner.storage();
    }

    /** For who looks into the queue, and acts on what is there. */
    Contents contents() {
        if (contents == null) {
            contents = new Contents(this, log, ready, paging, departures, returns, surplus, held);
        }
        return contents;
    }

    boolean refusesAsDuplicate(Message message) {
        return duplicates.areRefused() && duplicates.isHere(message, clock.now());
    }

    /** What has come so far has a position before that. */
    long nextPosition() {
        return entrance.nextPosition();
    }

    Departures departures() {
        return departures;
    }

    /** Whether nothing is here that will be handed out; what somebody holds does not count. */
    boolean isEmpty() {
        return ready.isEmpty() && delays.isEmpty() && (contents == null || contents.picked().isEmpty());
    }

    /** To be called before anybody else knows the queue: confirms and transactions wait for {@link #declarationStored}. */
    void awaitDeclaration() {
        declaration.await();
    }

    void declarationStored() {
        declaration.stored();
    }

    void reachOnlyUpTo(long queueId) {
        deadLettering.reachOnlyUpTo(queueId);
    }

    void whenGone(Runnable task) {
        whenGone = task;
    }

    /** Drops everything. What is unacked can no longer be settled; consumers hear that they are cancelled. */
    void delete() {
        if (deleted) return;
        deleted = true;
        usage.end();
        if (contents != null) contents.end();
        ready.clear(paging::leave);
        delays.forEach(delayed -> {
            if (delayed.message != null) paging.leave(delayed.message);
        });
        delays.stop();
        expiry.stop();
        if (departures.dying().isEmpty()) endLog();
    }

    /** What has died must have become dead letters before. */
    private void endLog() {
        logEnded = true;
        deadLettering.flush();
        log.whenTransactionsDurable(whenGone);
        declaration.stored();
        confirms.tell(); // asks the log, which is not to be asked after that
        log.delete();
        paging.stop();
    }

    /** Whether so much has expired that a message still alive is not at the head before another turn. */
    boolean isExpiring() {
        return !deleted && expiry.isPossible() && !expiry.expireHeads(clock.now());
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
        return !deleted && ready.isLoading();
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
        if (!deleted && expiry.isPossible()) expiry.expireHeads(clock.now());
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
            if (consumers.limit(paging.mostHeld(), paging.room())) consumers.forEach(handout::hasRoomAgain);
            if (!ready.isEmpty()) handout.deliver();
            consumers.flush();
            held.watch();
            paging.endTurn(ready, delays, held.unacked(), departures.dying());
        } else if (!logEnded) {
            if (departures.dying().isEmpty()) endLog();
            else paging.endTurn(departures.dying());
        }
        deadLettering.flush();
        confirms.tell();
        boolean waits = ready.isLoaded() && !consumers.isEmpty();
        if (stats.isNewsThat(waits)) stats.waits(waits, clock.now());
        stats.tell(entrance.nextPosition(), ready, held.unacked(), delays, paging, consumers.size());
        clock.endTurn();
        expiry.endTurn();
    }

    private void enqueue(Message message, Confirmations publisher, long sequence) {
        Tap onlooker = ref.tap();
        if (onlooker != null) onlooker.passed(message);
        long delay = mayDelay ? owner.delayOf(message) : 0;
        if (delay > 0) {
            long dueAt = delay < QueuedMessage.NEVER - clock.now() ? clock.now() + delay : QueuedMessage.NEVER - 1;
            delays.add(entrance.enterDelayed(message, dueAt, publisher, sequence), dueAt, false);
            return;
        }
        QueuedMessage queued = entrance.enter(message, publisher, sequence);
        expiry.note(queued);
        duplicates.enter(queued);
        if (handout.pass(queued)) return;
        ready.addLast(queued);
        handout.deliverArrived();
        surplus.makeRoomFor(queued);
    }

    void takeBackLate() {
        usage.takeBackLate();
    }

    private void requireAlive() {
        if (deleted) throw ref.notFound();
    }
}
