package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.settings.QueueSettings;
import java.util.List;

/**
 * What clients hold, from the moment a message is handed out until it is settled or taken back, and for how long they may.
 * Lives on the queue's home loop.
 */
final class HeldMessages {

    private final UnackedMessages unacked = new UnackedMessages();
    private final ReadyMessages ready;
    private final Duplicates duplicates;
    private final Paging paging;
    private final Loop home;
    private final QueueRef queue;
    private QueueSettings settings;

    /** Null until somebody may hold something. */
    private AckTimeout timeout;

    /** Whether somebody has been given something, or may hold it for a shorter time, since that was looked at. */
    private boolean hasNews;

    HeldMessages(Loop home, QueueRef queue, ReadyMessages ready, Duplicates duplicates, Paging paging) {
        this.home = home;
        this.queue = queue;
        this.ready = ready;
        this.duplicates = duplicates;
        this.paging = paging;
    }

    void configure(QueueSettings now) {
        settings = now;
        if (timeout != null) timeout.configure(now);
        hasNews = true;
    }

    private AckTimeout timeout() {
        if (timeout == null) {
            timeout = new AckTimeout(home, unacked, () -> queue.submit(queue.queue()::takeBackLate));
            timeout.configure(settings);
        }
        return timeout;
    }

    /** A consumer may have brought a time of its own. */
    void added(Consumer consumer) {
        timeout().added(consumer);
        hasNews = true;
    }

    /** The consumer has the message. */
    void hold(QueuedMessage message, Consumer holder, long now) {
        hold(message, holder, holder.hold(now));
    }

    /** Somebody has the message who is no consumer. */
    Hold hold(QueuedMessage message, Getter getter, long now) {
        Hold hold = new Hold(null, now);
        hold(message, null, hold);
        timeout().got(message, getter);
        return hold;
    }

    private void hold(QueuedMessage message, Consumer holder, Hold hold) {
        hasNews = true;
        paging.handedOut(message);
        unacked.add(message, hold);
        duplicates.holdChanged(message);
        ready.handedOut(message, holder);
    }

    /**
     * Nobody holds the message any longer.
     *
     * @return the hold it was in, or null when it was in none: it was settled before, or taken back
     */
    Hold release(QueuedMessage message) {
        if (!unacked.remove(message)) return null;
        ready.handedBack(message);
        Hold over = message.hold;
        message.hold = null;
        if (over.consumer() != null) over.consumer().settled();
        else timeout.released(message);
        return over;
    }

    /** What is held too long, oldest first. */
    List<QueuedMessage> late() {
        return timeout.late();
    }

    /** Who got the message without being a consumer, or null. */
    Getter getterOf(QueuedMessage message) {
        return timeout.getterOf(message);
    }

    /** How long the consumer may hold a message; null for who is none. */
    long timeoutOf(Consumer consumer) {
        return timeout.timeoutOf(consumer);
    }

    UnackedMessages unacked() {
        return unacked;
    }

    /** Sees to it that there will be a check in time for what was delivered last; called after deliveries. */
    void watch() {
        if (!hasNews) return;
        hasNews = false;
        if (timeout != null) timeout.watch();
    }

    /** The queue is gone; nothing of all this can be settled any more. */
    void end() {
        for (QueuedMessage held = unacked.first(); held != null; held = unacked.first()) {
            Hold over = release(held);
            paging.leave(held);
            if (over.isWritten()) held.leaveHeap(); // its channel keeps it as long as it likes
        }
        if (timeout != null) timeout.stop();
    }
}
