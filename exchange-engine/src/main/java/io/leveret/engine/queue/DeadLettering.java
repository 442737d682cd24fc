package io.leveret.engine.queue;

import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what dies in a queue to its dead-letter exchange. A message that is logged leaves the log in one transaction with
 * its copies' arrival in others, so that a crash in between neither loses nor doubles anything. Lives on the queue's home
 * loop.
 */
final class DeadLettering {

    private static final Logger log = LoggerFactory.getLogger(DeadLettering.class);

    private final QueueRef queue;
    private final QueueOwner owner;
    private final Loop home;
    private final QueueLog queueLog;

    /** Null until something has died, as what follows: most queues have no dead letters, ever. */
    private Outbox outbox;
    private Matches<QueueRef> matches;

    /** Positions of logged messages that are dying in this turn. */
    private List<Long> dying;
    private Optional<String> exchange = Optional.empty();
    private Optional<String> routingKey = Optional.empty();

    /** Those who wait until dead letters flow again. */
    private List<Runnable> waiting = List.of();

    /** Queues that came after this one get nothing. */
    private long newestTarget = Long.MAX_VALUE;

    /** Written on the home loop only, read by publishers that ask whether to pause. */
    private volatile int busyTargets;

    DeadLettering(QueueRef queue, QueueOwner owner, Loop home, QueueLog queueLog) {
        this.queue = queue;
        this.owner = owner;
        this.home = home;
        this.queueLog = queueLog;
    }

    void configure(QueueSettings settings) {
        exchange = settings.deadLetterExchange();
        routingKey = settings.deadLetterRoutingKey();
    }

    /** @see QueueRef#reachOnlyUpTo */
    void reachOnlyUpTo(long queueId) {
        newestTarget = queueId;
    }

    /** Whether there is a dead-letter exchange. */
    boolean isWanted() {
        return exchange.isPresent();
    }

    /**
     * Publishes the message to the dead-letter exchange, if there is one.
     *
     * @param logged whether the message is in the queue's log
     * @return whether there are copies, with which the message leaves the log
     */
    boolean send(QueuedMessage dead, DeathReason reason, boolean logged) {
        if (exchange.isEmpty()) return false;
        if (outbox == null) begin();
        Message letter = dead.message().deadLetter(exchange.get(), routingKey, queue.name(), reason, home.millis() / 1000);
        matches.clear();
        owner.route(letter, matches);
        int copies = 0;
        for (int i = 0; i < matches.size(); i++) {
            QueueRef target = matches.queue(i);
            if (target.id() > newestTarget) continue;
            if (reason != DeathReason.REJECTED && letter.hasCycledTo(target.name())) {
                log.debug("dropped a message of {} that dead-lettering brought back to {}", queue, target);
                continue;
            }
            outbox.publish(target, letter, Confirmations.NONE, 0);
            copies++;
        }
        matches.clear(); // or what it found would stay in memory with it
        if (copies > 0 && logged) dying.add(dead.position());
        return copies > 0;
    }

    /** Hands over what the turn has sent, a batch for each target; what dies leaves the log together with that. */
    void flush() {
        if (outbox == null) return;
        int parts = dying.isEmpty() || !queue.isDurable() ? 0 : outbox.parts(); // else nothing of it is in the journal
        if (parts == 0) {
            dying.forEach(queueLog::remove);
            dying.clear();
            outbox.flush();
            return;
        }
        StoreTransaction transaction = owner.storage().disk().begin();
        transaction.expect(1 + parts);
        queueLog.enter(transaction);
        dying.forEach(queueLog::remove);
        queueLog.leave(transaction);
        dying.clear();
        outbox.flush(transaction, Confirmations.NONE);
    }

    /** Whether a queue that dead letters go to is so far behind that no more should be sent for now. */
    boolean isStalled() {
        return busyTargets > 0;
    }

    /** Runs the task at once unless stalled, else when no more. */
    void whenFlowing(Runnable task) {
        if (!isStalled()) {
            task.run();
            return;
        }
        if (waiting.isEmpty()) waiting = new ArrayList<>(1);
        waiting.add(task);
    }

    private void begin() {
        outbox = Outbox.thatPosts(this::waitFor);
        matches = new Matches<>();
        dying = new ArrayList<>();
    }

    private void waitFor(QueueRef target) {
        busyTargets = busyTargets + 1;
        target.whenTaken(() -> queue.submit(() -> flowing()));
    }

    private void flowing() {
        busyTargets = busyTargets - 1;
        if (isStalled()) return;
        queue.queue().resume();
        List<Runnable> resumed = waiting;
        waiting = List.of();
        resumed.forEach(Runnable::run);
    }
}
